package dev.musubi.issuer.signing;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.musubi.issuer.message.Message;
import dev.musubi.issuer.outbound.Call;
import dev.musubi.issuer.outbound.Line;
import dev.musubi.issuer.outbound.LineOptions;
import dev.musubi.issuer.outbound.Outbound;
import dev.musubi.issuer.outbound.Outcome;
import dev.musubi.issuer.signin.SignInSettings;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.jpki.verification.ToSign;
import dev.musubi.mynaapp.Begun;
import dev.musubi.mynaapp.Callback;
import dev.musubi.mynaapp.DocumentHash;
import dev.musubi.mynaapp.Grant;
import dev.musubi.mynaapp.Holder;
import dev.musubi.mynaapp.MynaAppClient;
import dev.musubi.mynaapp.MynaProblem;
import dev.musubi.mynaapp.MynaResult;
import dev.musubi.mynaapp.PendingSignIn;
import dev.musubi.mynaapp.PendingSigning;
import dev.musubi.mynaapp.Registration;
import dev.musubi.mynaapp.RevocationCheck;
import dev.musubi.mynaapp.SealedEvidence;
import dev.musubi.mynaapp.Transport;
import dev.musubi.mynaapp.evidence.EvidenceOpener;
import dev.musubi.mynaapp.evidence.OpenedEvidence;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Signatures by マイナアプリ: the browser goes to the app's server, the holder signs on the phone, the browser comes back. */
@Component
final class MynaAppRoute implements SigningRoute {

    private static final Logger log = LoggerFactory.getLogger(MynaAppRoute.class);
    private static final String PEER = "mynaapp";
    private static final String BACK = "mynaapp-back";
    private static final long LARGEST_ANSWER = 256L * 1024;

    /** How far two clocks may differ. */
    private static final Duration SKEW = Duration.ofSeconds(30);

    private static final Trouble NOT_HERE = new Trouble(
            "mynaapp_not_set_up",
            new Message(
                    "この画面ではマイナアプリを使えません。発行事業者の窓口にご連絡ください。",
                    "マイナアプリ cannot be used here. Please contact the issuer's help desk."));

    private final @Nullable MynaAppClient client;
    private final @Nullable MynaAppClient returning;
    private final @Nullable EvidenceOpener opener;
    private final MachineClock machine;

    MynaAppRoute(MynaAppSettings settings, SignInSettings signIn, Outbound outbound, MachineClock machine)
            throws IOException {
        this.machine = machine;
        if (settings.issuer() == null) {
            this.client = null;
            this.returning = null;
            this.opener = null;
            return;
        }
        Registration registration = new Registration(
                settings.issuer(),
                Objects.requireNonNull(settings.signTransactions()),
                Objects.requireNonNull(settings.clientId()),
                URI.create(signIn.origin() + "/signing/callback"),
                key(Objects.requireNonNull(settings.assertionKey())));
        // Whoever comes back has signed already: that has a line of its own, which no crowd that begins can take.
        Line leaving = outbound.line(options(PEER, settings, outbound));
        Line coming = outbound.line(options(BACK, settings, outbound));
        this.client = new MynaAppClient(registration, call -> exchange(leaving, PEER, call), machine);
        this.returning = new MynaAppClient(registration, call -> exchange(coming, BACK, call), machine);
        this.opener = new EvidenceOpener(
                keys(Objects.requireNonNull(settings.evidenceKeys())).getKeys());
    }

    private static LineOptions options(String peer, MynaAppSettings settings, Outbound outbound) throws IOException {
        return new LineOptions(peer, outbound.rules(), tls(settings), settings.timeout(), LARGEST_ANSWER);
    }

    private static JWK key(Path file) throws IOException {
        try {
            return JWK.parse(Files.readString(file));
        } catch (ParseException e) {
            throw new IllegalArgumentException("musubi.mynaapp.assertion-key is no JWK");
        }
    }

    private static JWKSet keys(Path file) throws IOException {
        try {
            return JWKSet.parse(Files.readString(file));
        } catch (ParseException e) {
            throw new IllegalArgumentException("musubi.mynaapp.evidence-keys is no JWK set");
        }
    }

    private static @Nullable SSLContext tls(MynaAppSettings settings) throws IOException {
        if (settings.trustStore() == null) {
            return null;
        }
        try (InputStream in = Files.newInputStream(settings.trustStore())) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            String password = settings.trustStorePassword();
            store.load(in, password == null ? new char[0] : password.toCharArray());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("musubi.mynaapp.trust-store cannot be read", e);
        }
    }

    private static Transport.Answer exchange(Line line, String peer, Transport.Call call) throws IOException {
        Outcome outcome = line.send(new Call(
                peer, call.method(), call.uri(), call.headers(), call.body().length == 0 ? null : call.body()));
        if (outcome instanceof Outcome.Answered answered && answered.body().length <= call.largestAnswer()) {
            return new Transport.Answer(answered.status(), answered.body());
        }
        throw new IOException(outcome instanceof Outcome.Failed failed ? failed.code() : "too_large");
    }

    @Override
    public Departure sign(ToSign document) {
        if (client == null) {
            return new Departure.Closed(NOT_HERE);
        }
        DocumentHash hash = DocumentHash.ofDocument(document.signingInput());
        return switch (twice(() -> client.beginSigning(hash, RevocationCheck.CRL))) {
            case MynaResult.Done<Begun<PendingSigning>>(var begun) ->
                new Departure.Away(
                        begun.goTo(), begun.pending().state(), begun.pending().write());
            case MynaResult.Failed<Begun<PendingSigning>> failed -> new Departure.Closed(trouble(failed));
        };
    }

    @Override
    public Departure recognise() {
        if (client == null) {
            return new Departure.Closed(NOT_HERE);
        }
        // Whether the certificate is revoked is asked now, by the server that alone sees it.
        Begun<PendingSignIn> begun = client.beginSignIn(RevocationCheck.OCSP);
        return new Departure.Away(
                begun.goTo(), begun.pending().state(), begun.pending().write());
    }

    @Override
    public Optional<String> stateOf(String query) {
        return Callback.read(query) instanceof MynaResult.Done<Callback>(var callback)
                ? Optional.of(callback.state())
                : Optional.empty();
    }

    @Override
    public Arrival recognised(String kept, String query) {
        if (returning == null) {
            return new Arrival.Not(NOT_HERE);
        }
        PendingSignIn pending;
        try {
            pending = PendingSignIn.read(kept);
        } catch (IllegalArgumentException e) {
            return new Arrival.Not(trouble(MynaProblem.ANSWER_NOT_UNDERSTOOD));
        }
        MynaResult<Holder> holder = Callback.read(query) instanceof MynaResult.Done<Callback>(var read)
                ? returning.finishSignIn(pending, read)
                : new MynaResult.Failed<>(MynaProblem.ANSWER_NOT_UNDERSTOOD, "");
        return switch (holder) {
            case MynaResult.Done<Holder>(var found) ->
                // A card that was shown before this began, to somebody else perhaps, signs nobody in.
                found.authenticatedAt()
                        .filter(at -> !at.isBefore(pending.startedAt().minus(SKEW)))
                        .<Arrival>map(at -> new Arrival.Recognised(found.subject(), endOfSecond(at)))
                        .orElseGet(() -> new Arrival.Not(trouble(MynaProblem.TOKEN_NOT_VALID)));
            case MynaResult.Failed<Holder> failed -> new Arrival.Not(trouble(failed));
        };
    }

    /** It is told to the second: the last moment it can have been, which is not before what asked for it. */
    private Instant endOfSecond(Instant at) {
        Instant end = at.plusMillis(999);
        Instant now = machine.instant();
        return end.isBefore(now) ? end : now;
    }

    @Override
    public Arrival signed(ToSign document, String kept, String query) {
        if (returning == null || opener == null) {
            return new Arrival.Not(NOT_HERE);
        }
        PendingSigning pending;
        try {
            pending = PendingSigning.read(kept);
        } catch (IllegalArgumentException e) {
            return new Arrival.Not(trouble(MynaProblem.ANSWER_NOT_UNDERSTOOD));
        }
        MynaResult<Grant> grant = Callback.read(query) instanceof MynaResult.Done<Callback>(var read)
                ? returning.redeem(pending, read)
                : new MynaResult.Failed<>(MynaProblem.ANSWER_NOT_UNDERSTOOD, "");
        return switch (grant) {
            case MynaResult.Failed<Grant> failed -> new Arrival.Not(trouble(failed));
            case MynaResult.Done<Grant>(var given) ->
                switch (twice(() -> returning.fetch(pending, given))) {
                    case MynaResult.Done<SealedEvidence>(var evidence) ->
                        opened(document, evidence, opener, given.holder().subject());
                    case MynaResult.Failed<SealedEvidence> failed -> new Arrival.Not(trouble(failed));
                };
        };
    }

    /**
     * A line that breaks is tried once more, where the second time does no harm: nobody has to press a button, or to sign,
     * again because the server was just started anew.
     */
    private static <T> MynaResult<T> twice(Supplier<MynaResult<T>> call) {
        MynaResult<T> first = call.get();
        return first instanceof MynaResult.Failed<T>(var problem, var said) && problem == MynaProblem.SERVER_UNREACHABLE
                ? call.get()
                : first;
    }

    private static Arrival opened(ToSign document, SealedEvidence sealed, EvidenceOpener opener, String subject) {
        return switch (opener.open(sealed, DocumentHash.ofDocument(document.signingInput()))) {
            case OpenedEvidence.Evidence evidence ->
                new Arrival.Signed(document.signed(evidence.signature(), evidence.certificate()), subject);
            case OpenedEvidence.Refused(var fault) -> {
                log.warn("mynaapp.evidence_refused code={}", fault.code());
                yield new Arrival.Not(trouble(MynaProblem.ANSWER_NOT_UNDERSTOOD));
            }
        };
    }

    /** The server's own word is for the log: it says what nobody here knows. */
    private static Trouble trouble(MynaResult.Failed<?> failed) {
        log.info("mynaapp.not_signed code={} said={}", failed.problem().code(), failed.said());
        return trouble(failed.problem());
    }

    private static Trouble trouble(MynaProblem problem) {
        return new Trouble(
                problem.code(),
                new Message(problem.sentenceJa(), problem.sentence()),
                problem.remedy() == MynaProblem.Remedy.COUNTER);
    }
}
