package dev.musubi.issuer.signin;

import dev.musubi.issuer.database.HolderId;
import java.util.Optional;

/** Port: the holder whom a browser without phone and passkey may sign in as; nobody, but in a conformance test. */
public interface FixedHolder {

    /** The holder, in that mode. */
    Optional<HolderId> find();
}
