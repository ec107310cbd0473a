package dev.musubi.sandbox.mynaapp;

import dev.musubi.mynaapp.Dialect;
import dev.musubi.mynaapp.Wire;
import java.net.URI;
import java.util.function.Supplier;

/** Where the played server is. Its port may be known only once it is open. */
public final class Realm {

    /** Nobody can take this name for the agency's. */
    public static final String NAME = "mynaapp-sandbox";

    /** The path of the issuer. */
    public static final String PATH = "/api/realms/" + NAME;

    private final Supplier<URI> origin;

    /** A realm at an origin: scheme, host and port, nothing behind them. */
    public Realm(Supplier<URI> origin) {
        this.origin = origin;
    }

    /** Scheme, host and port. */
    public String origin() {
        return origin.get().toString();
    }

    /** The issuer. */
    public String issuer() {
        return origin() + PATH;
    }

    /** The token endpoint, which is what a client assertion is for. */
    public String token() {
        return issuer() + Wire.TOKEN;
    }

    /** Where signatures are asked for. */
    public String signTransactions() {
        return origin() + Wire.SIGN_TRANSACTIONS;
    }

    String link(Visit visit) {
        return origin() + Dialect.LINK + visit.link();
    }
}
