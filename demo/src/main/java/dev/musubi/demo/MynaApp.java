package dev.musubi.demo;

import com.nimbusds.jose.jwk.JWK;
import dev.musubi.jpki.verification.ToSign;
import dev.musubi.mynaapp.Begun;
import dev.musubi.mynaapp.Callback;
import dev.musubi.mynaapp.DocumentHash;
import dev.musubi.mynaapp.Grant;
import dev.musubi.mynaapp.MynaAppClient;
import dev.musubi.mynaapp.MynaProblem;
import dev.musubi.mynaapp.MynaResult;
import dev.musubi.mynaapp.PendingSigning;
import dev.musubi.mynaapp.Registration;
import dev.musubi.mynaapp.RevocationCheck;
import dev.musubi.mynaapp.SealedEvidence;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A relying party's own registration with マイナアプリ: sends browsers to have a document signed, and fetches what came of it,
 * sealed for the verifier's part ({@link SignatureDesk}).
 */
final class MynaApp {

    /** Where the browser comes back to. */
    static final String CALLBACK = "/signature/callback";

    private static final Logger log = LoggerFactory.getLogger(MynaApp.class);

    private final Supplier<MynaAppClient> client;

    private MynaApp(Supplier<MynaAppClient> client) {
        this.client = client;
    }

    /**
     * As what a relying party is registered.
     *
     * @param issuer the server's realm
     * @param signTransactions where signatures are asked for
     * @param trustStore whose certificates the server may have, a PKCS #12 file
     * @param trustStorePassword its password
     */
    record Server(URI issuer, URI signTransactions, Path trustStore, String trustStorePassword) {}

    /**
     * One that reads its key with the first signature.
     *
     * @param clientId its id there
     * @param origin its own origin
     * @param key file of the private key of its client assertions, a JWK
     */
    static MynaApp at(Server server, String clientId, String origin, Path key, InstantSource clock) {
        // Made by the first who signs; a second one made at the same time would do as well.
        return new MynaApp(new Supplier<>() {

            private volatile Optional<MynaAppClient> made = Optional.empty();

            @Override
            public MynaAppClient get() {
                if (made.isEmpty()) {
                    made = Optional.of(client(server, clientId, origin, key, clock));
                }
                return made.orElseThrow();
            }
        });
    }

    private static MynaAppClient client(Server server, String clientId, String origin, Path key, InstantSource clock) {
        try {
            return new MynaAppClient(
                    new Registration(
                            server.issuer(),
                            server.signTransactions(),
                            clientId,
                            URI.create(origin + CALLBACK),
                            JWK.parse(Files.readString(key))),
                    new AppServer(server.trustStore(), server.trustStorePassword()),
                    clock);
        } catch (IOException | ParseException e) {
            throw new IllegalStateException("マイナアプリ cannot be used with these keys", e);
        }
    }

    /** Asks for a signature over a document that the person has seen. */
    MynaResult<Begun<PendingSigning>> begin(ToSign document) {
        return logged(client.get().beginSigning(DocumentHash.ofDocument(document.signingInput()), RevocationCheck.CRL));
    }

    /** What the browser came back with, by the state that names it; empty if that is no answer at all. */
    static Optional<String> stateOf(String query) {
        return Callback.read(query) instanceof MynaResult.Done<Callback>(Callback callback)
                ? Optional.of(callback.state())
                : Optional.empty();
    }

    /** Fetches what was signed, once. */
    MynaResult<SealedEvidence> fetch(PendingSigning pending, String query) {
        MynaResult<Grant> grant = Callback.read(query) instanceof MynaResult.Done<Callback>(Callback read)
                ? client.get().redeem(pending, read)
                : new MynaResult.Failed<>(MynaProblem.ANSWER_NOT_UNDERSTOOD, "");
        return logged(
                switch (grant) {
                    case MynaResult.Done<Grant>(Grant given) -> fetch(pending, given);
                    case MynaResult.Failed<Grant>(MynaProblem problem, String said) ->
                        new MynaResult.Failed<>(problem, said);
                });
    }

    /** Once more if the line failed: the server gives the result once, and may not have given it yet. */
    private MynaResult<SealedEvidence> fetch(PendingSigning pending, Grant grant) {
        MynaResult<SealedEvidence> first = client.get().fetch(pending, grant);
        return first instanceof MynaResult.Failed<SealedEvidence>(MynaProblem problem, String said)
                        && problem == MynaProblem.SERVER_UNREACHABLE
                ? client.get().fetch(pending, grant)
                : first;
    }

    /** The server's own word is for the log. */
    private static <T> MynaResult<T> logged(MynaResult<T> result) {
        if (result instanceof MynaResult.Failed<T>(MynaProblem problem, String said)) {
            log.info("mynaapp.not_signed code={} said={}", problem.code(), said);
        }
        return result;
    }
}
