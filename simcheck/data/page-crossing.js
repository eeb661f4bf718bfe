// The page of a crossing: what a link leads to is shown.

(() => {
  // a link leads to a row that is filtered away, or into what is folded
  const opened = () => {
    const found = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!found) return;
    found.hidden = false;
    for (let at = found; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    found.scrollIntoView({ block: "start" });
  };
  addEventListener("hashchange", opened);
  opened();
})();
