"use strict";
// What pyvis has drawn is finished here: outlines, colours by day and by night, tooltips and the panel, all of it text.
(() => {
  const words = JSON.parse(document.getElementById("words").textContent);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const said = document.getElementById("said");
  const font = '13px Arial, "Liberation Sans", Helvetica, sans-serif';

  const element = (tag, text, parent) => {
    const made = document.createElement(tag);
    made.textContent = text;
    made.dir = "auto";
    if (parent) parent.append(made);
    return made;
  };

  // The same outlines as in the still.
  const outline = (ctx, form, x, y, w, h) => {
    const left = x - w / 2, top = y - h / 2, cut = Math.min(12, h / 3);
    const corners = {
      hexagon: [[cut, 0], [w - cut, 0], [w, h / 2], [w - cut, h], [cut, h], [0, h / 2]],
      slant: [[cut, 0], [w, 0], [w - cut, h], [0, h]],
      page: [[0, 0], [w - cut, 0], [w, cut], [w, h], [0, h]],
    }[form];
    ctx.beginPath();
    if (form === "ellipse") ctx.ellipse(x, y, w / 2, h / 2, 0, 0, 2 * Math.PI);
    else if (corners) {
      corners.forEach(([a, b]) => ctx.lineTo(left + a, top + b));
      ctx.closePath();
    }
    else ctx.roundRect(left, top, w, h, form === "pill" ? h / 2 : form === "box" ? 4 : 0);
    if (form === "frame") ctx.rect(left + 3, top + 3, w - 6, h - 6);
  };

  const things = new Map(nodes.get().map((node) => [node.id, node]));
  const render = ({ ctx, id, x, y, state }) => {
    const node = things.get(id);
    return {
      nodeDimensions: { width: node.wide, height: node.high },
      drawNode() {
        ctx.save();
        outline(ctx, node.form, x, y, node.wide, node.high);
        ctx.fillStyle = dark.matches ? node.night : node.day;
        ctx.strokeStyle = node.rim;
        ctx.lineWidth = state.selected ? 4 : state.hover ? 2.5 : 1.5;
        ctx.fill();
        ctx.stroke();
        ctx.fillStyle = "#1b1f24";
        ctx.font = font;
        ctx.textAlign = "center";
        ctx.textBaseline = "middle";
        const rows = node.rows;
        rows.forEach((row, i) => ctx.fillText(row, x, y + (i - (rows.length - 1) / 2) * 16));
        ctx.restore();
      },
    };
  };

  const tip = (heading, lines) => {
    const box = document.createElement("div");
    element("strong", heading, box);
    lines.slice(0, words.most).forEach((line) => element("div", line, box));
    if (lines.length > words.most) element("div", words.more.replace("{}", lines.length - words.most), box);
    return box;
  };

  const links = edges.get();
  const paint = () => {
    const night = dark.matches;
    const font = { size: 11, color: night ? "#e8eaed" : "#1b1f24", strokeColor: night ? "#14171b" : "#ffffff", strokeWidth: 3, face: "Arial, Liberation Sans, Helvetica, sans-serif" };
    edges.update(links.map((link) => {
      const color = night ? link.night : link.day;
      return { id: link.id, title: tip(link.name, link.said), font, color: { color, highlight: color, hover: color, inherit: false } };
    }));
  };

  const tell = (heading, lines, beside) => {
    said.replaceChildren();
    element("h2", heading, said);
    for (const part of [lines, beside]) {
      if (!part.length) continue;
      const list = element("ul", "", said);
      part.forEach((line) => element("li", line, list));
    }
  };

  const choose = (id, move) => {
    const node = things.get(id);
    network.selectNodes([id]);
    if (move) network.focus(id, { scale: 1 });
    tell(node.name, node.said, links.filter((e) => e.from === id || e.to === id).map((e) => e.name));
  };

  nodes.update([...things.values()].map((n) => ({ id: n.id, shape: "custom", ctxRenderer: render, title: tip(n.name, n.said) })));
  paint();
  dark.addEventListener("change", paint);

  const frame = document.querySelector("#mynetwork .vis-network");
  frame.setAttribute("role", "application");
  frame.setAttribute("aria-label", words.canvas);

  network.on("selectNode", ({ nodes: [id] }) => choose(id, false));
  network.on("selectEdge", ({ nodes: chosen, edges: [id] }) => {
    if (chosen.length) return;
    const edge = edges.get(id);
    tell(edge.name, edge.said, []);
  });

  const search = document.getElementById("search");
  search.addEventListener("change", () => {
    const wanted = search.value.trim().toLowerCase();
    if (!wanted) return;
    const every = [...things.values()];
    const hit = every.find((n) => n.name.toLowerCase() === wanted) || every.find((n) => n.name.toLowerCase().includes(wanted));
    if (hit) choose(hit.id, true);
    else tell(words.nothing, [], []);
  });
  const zoom = (by) => network.moveTo({ scale: network.getScale() * by });
  document.getElementById("all").addEventListener("click", () => network.fit({ maxZoomLevel: 1 }));
  document.getElementById("nearer").addEventListener("click", () => zoom(1.3));
  document.getElementById("farther").addEventListener("click", () => zoom(1 / 1.3));
  network.fit({ maxZoomLevel: 1 });
})();
