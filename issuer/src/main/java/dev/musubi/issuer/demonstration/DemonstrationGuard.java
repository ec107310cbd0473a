package dev.musubi.issuer.demonstration;

/** An issuer of real private IDs does not start with anything of a demonstration switched on. */
final class DemonstrationGuard {

    DemonstrationGuard(boolean demonstration, boolean testHolder, boolean production) {
        if (production && (demonstration || testHolder)) {
            throw new IllegalStateException((demonstration ? "musubi.demonstration" : "musubi.sign-in.test-holder")
                    + "=true lets others than the holder act, and musubi.jpki.environment is PRODUCTION: set it to"
                    + " false, or the environment to SANDBOX");
        }
    }
}
