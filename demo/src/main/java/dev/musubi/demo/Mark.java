package dev.musubi.demo;

/** What is to be seen to at an account since its holder's private ID changed, the gravest first. */
enum Mark {
    /** The holder had the private ID erased: nobody will ever sign in with it again. */
    ERASED,
    /** It cannot be used, for now or for good: what is done online rests. */
    RESTING,
    /** It stands on no live certificate: name and address may be old. */
    TO_CONFIRM,
    /** It was issued anew, and may say something else; what it says comes with the next sign-in. */
    NEWER
}
