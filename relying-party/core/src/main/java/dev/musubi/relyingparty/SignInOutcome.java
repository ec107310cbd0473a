package dev.musubi.relyingparty;

/** How a sign-in ended. */
public sealed interface SignInOutcome permits SignedIn, NotSignedIn {}
