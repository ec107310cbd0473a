package dev.musubi.bench.signin;

/** What is measured: one whole sign-in, and one request for tokens by themselves. */
interface Subject {

    /** One whole sign-in of some person: authorize, authenticate, consent remembered, code, token, userinfo. */
    void signIn(int user);

    /** One request for tokens with a refresh token, its rotation included. */
    void tokens(int user);
}
