"""A script that plays a film in a page: starts it, seeks, goes on; with the film's name put in."""

# Resolves to what was seen: how long the film is, its size, and where it stands after a seek and after playing on.
PLAY = """new Promise((resolve, reject) => {
  const film = document.createElement('video');
  film.muted = true;
  film.onerror = () => reject(new Error('cannot play: ' + (film.error && film.error.message)));
  film.oncanplay = () => {
    film.oncanplay = null;
    film.onseeked = () => {
      const at = film.currentTime;
      film.onseeked = null;
      film.ontimeupdate = () => { if (film.currentTime > at) resolve(
        [film.duration, film.videoWidth, film.videoHeight, at, film.currentTime]) };
      film.play();
    };
    film.currentTime = 5;
  };
  document.body.append(film);
  film.src = %r;
})"""
