// Signs in with a passkey, or registers one. What the server checks, it checks there: this only carries bytes.
'use strict';
(() => {
  const decode = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
  const encode = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

  // The holder has to show once more who it is. What was typed waits in this tab, and the sign-in leads back here.
  class Stale extends Error {}
  const LABEL = 'musubi-passkey-label';
  const japanese = document.documentElement.lang.startsWith('ja');

  const send = async (path, body) => {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    const said = await response.json();
    if (said.code === 'insufficient_user_authentication') throw new Stale();
    if (!response.ok) throw new Error((japanese && said.detail_ja) || said.detail);
    return said;
  };

  const tell = (message) => {
    const place = document.getElementById('passkey-problem');
    place.textContent = message;
    place.hidden = false;
  };

  // What the device says, in the words of the page. It does not tell "cancelled" from "there is none", and neither can we.
  const inWords = (form, error) =>
    ({ InvalidStateError: form.dataset.invalidState, NotAllowedError: form.dataset.notAllowed })[error.name] || error.message;

  const run = (form, work) => {
    let under = false;
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      // A second click while the device asks would end the first question.
      if (under) return;
      under = true;
      document.getElementById('passkey-problem').hidden = true;
      if (!window.PublicKeyCredential) {
        under = false;
        tell(form.dataset.none);
        return;
      }
      try {
        location.assign((await work(form.dataset)).to);
      } catch (error) {
        if (error instanceof Stale) {
          sessionStorage.setItem(LABEL, document.getElementById('label').value);
          const back = form.dataset.to.includes('?') ? form.dataset.to : `/signin/passkey?to=${form.dataset.to}`;
          location.assign(`/signin?to=${encodeURIComponent(back)}`);
          return;
        }
        under = false;
        tell(inWords(form, error));
      }
    });
  };

  const answer = (credential, response) =>
    JSON.stringify({
      id: credential.id,
      rawId: encode(credential.rawId),
      type: credential.type,
      authenticatorAttachment: credential.authenticatorAttachment || undefined,
      clientExtensionResults: {},
      response,
    });

  const signIn = document.getElementById('passkey');
  if (signIn) {
    run(signIn, async ({ csrf, to }) => {
      const { public_key: publicKey, ticket } = await send('/signin/passkey/options', { csrf });
      const credential = await navigator.credentials.get({
        publicKey: { ...publicKey, challenge: decode(publicKey.challenge) },
      });
      const { response } = credential;
      return send('/signin/passkey/answer', {
        csrf,
        ticket,
        to,
        credential: answer(credential, {
          authenticatorData: encode(response.authenticatorData),
          clientDataJSON: encode(response.clientDataJSON),
          signature: encode(response.signature),
          userHandle: response.userHandle ? encode(response.userHandle) : undefined,
        }),
      });
    });
  }

  const registration = document.getElementById('passkey-registration');
  if (registration) {
    registration.hidden = false;
    document.getElementById('label').value = sessionStorage.getItem(LABEL) || '';
    sessionStorage.removeItem(LABEL);
    run(registration, async ({ csrf, to }) => {
      const { public_key: publicKey, ticket } = await send('/signin/passkey/registration-options', {
        csrf,
        label: document.getElementById('label').value,
      });
      const credential = await navigator.credentials.create({
        publicKey: {
          ...publicKey,
          challenge: decode(publicKey.challenge),
          user: { ...publicKey.user, id: decode(publicKey.user.id) },
          excludeCredentials: publicKey.excludeCredentials.map((each) => ({ ...each, id: decode(each.id) })),
        },
      });
      const { response } = credential;
      return send('/signin/passkey/registration', {
        csrf,
        ticket,
        to,
        label: document.getElementById('label').value,
        credential: answer(credential, {
          attestationObject: encode(response.attestationObject),
          clientDataJSON: encode(response.clientDataJSON),
          transports: response.getTransports ? response.getTransports() : [],
        }),
      });
    });
  }
})();
