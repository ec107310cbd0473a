// Asks every two seconds whether the phone is done, and loads the page anew when it is: the server then leads on.
'use strict';
(() => {
  const ask = async () => {
    try {
      const answer = await fetch(location.pathname + '/state', { cache: 'no-store' });
      if (answer.ok && !(await answer.json()).waits) {
        location.reload();
        return;
      }
    } catch {
      // The server is away for a moment; the next question may reach it.
    }
    setTimeout(ask, 2000);
  };
  setTimeout(ask, 2000);
})();
