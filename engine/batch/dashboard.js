"use strict";
(function () {
  var table = document.getElementById("findings");
  if (!table) { return; }
  var body = table.tBodies[0], rows = Array.prototype.slice.call(body.rows), page = 100, limit = page;
  var find = document.getElementById("find"), risk = document.getElementById("risk"), regime = document.getElementById("regime"), fresh = document.getElementById("fresh");
  var more = document.getElementById("more"), told = document.getElementById("told");
  var order = ["critical", "high", "medium", "low", "info"], words = rows.map(function (r) { return r.textContent.toLowerCase(); });
  rows.forEach(function (r, i) { r.dataset.at = i; });
  function show() {
    var seen = 0, fits = 0, asked = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    rows.forEach(function (r) {
      var ok = (!risk.value || order.indexOf(r.dataset.risk) <= order.indexOf(risk.value)) && (!regime.value || r.dataset.regime === regime.value) && (!fresh.checked || r.dataset.fresh) &&
        asked.every(function (w) { return words[r.dataset.at].indexOf(w) >= 0; });
      if (ok) { fits += 1; }
      r.hidden = !ok || fits > limit;
      if (!r.hidden) { seen += 1; }
    });
    told.textContent = seen + " of " + fits + " findings shown";
    more.hidden = fits <= limit;
  }
  function sort(head) {
    var column = head.cellIndex, up = head.getAttribute("aria-sort") !== "ascending";
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (c) { c.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    var key = function (r) { return column === 0 ? order.indexOf(r.dataset.risk) : r.cells[column].textContent.trim().toLowerCase(); };
    rows.sort(function (a, b) { var x = key(a), y = key(b); return (x < y ? -1 : x > y ? 1 : a.dataset.at - b.dataset.at) * (up ? 1 : -1); });
    rows.forEach(function (r) { body.appendChild(r); });
    show();
  }
  [find, risk, regime, fresh].forEach(function (x) { x.addEventListener("input", function () { limit = page; show(); }); });
  more.addEventListener("click", function () { limit += 5 * page; show(); });
  Array.prototype.forEach.call(table.tHead.rows[0].cells, function (head) {
    head.tabIndex = 0;
    head.addEventListener("click", function () { sort(head); });
    head.addEventListener("keydown", function (e) { if (e.key === "Enter") { sort(head); } });
  });
  document.getElementById("controls").hidden = false;
  show();
})();
