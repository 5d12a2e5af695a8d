"""The law as data: one folder per regime, one file per resolution, one entry per operative paragraph."""
