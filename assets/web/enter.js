"use strict";
// The page that a link opens: it keeps the link's key for this origin, and leads on to an address without any.
const { content: key, dataset: { may } } = document.querySelector("meta[name=key]");
localStorage.setItem(may, key);
location.replace("/");
