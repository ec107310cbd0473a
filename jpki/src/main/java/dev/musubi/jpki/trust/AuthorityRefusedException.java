package dev.musubi.jpki.trust;

/**
 * A certificate offered as an authority's is not to be trusted. This is an error in the operator's set-up, so it is
 * thrown while setting up rather than returned.
 */
public final class AuthorityRefusedException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final AuthorityFault fault;

    AuthorityRefusedException(AuthorityFault fault, String detail) {
        super(fault.sentence() + (detail.isEmpty() ? "" : " (" + detail + ")"));
        this.fault = fault;
    }

    /** Why. */
    public AuthorityFault fault() {
        return fault;
    }
}
