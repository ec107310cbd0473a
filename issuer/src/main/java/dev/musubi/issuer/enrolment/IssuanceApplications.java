package dev.musubi.issuer.enrolment;

import dev.musubi.issuer.consent.ConsentRegistry;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.Sha256;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.database.StoredJson;
import dev.musubi.issuer.message.Language;
import dev.musubi.issuer.message.Moment;
import dev.musubi.issuer.privateid.Attribute;
import dev.musubi.issuer.signin.BrowserMarks;
import dev.musubi.issuer.signin.Requester;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** The applications on offer. Only their hashes are kept, and only until a day after their time. */
@Component
class IssuanceApplications {

    static final String TYPE = "musubi-issuance-application+jws";
    static final String CONSENT_TYPE = "latest-attributes-consent+jws";
    static final List<String> ITEMS = Attribute.names(EnumSet.allOf(Attribute.class));
    static final String PURPOSE = "民間IDの登録内容を最新に保つため";

    private static final int MOST_TRIES = 10;

    /** Longer than all that is asked outside may take together. */
    private static final Duration CLAIM = Duration.ofMinutes(1);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final JdbcClient jdbc;
    private final EnrolmentSettings settings;
    private final ConsentRegistry registry;
    private final InstantSource clock;

    IssuanceApplications(JdbcClient jdbc, EnrolmentSettings settings, ConsentRegistry registry, InstantSource clock) {
        this.registry = registry;
        this.jdbc = jdbc;
        this.settings = settings;
        this.clock = clock;
    }

    /** How long ago an application was handed out; never less than nothing, whatever the clock does. */
    Duration age(ApplicationId id) {
        Instant handedOut = jdbc.sql("select expires_at from issuance_application where application_id = ?")
                .param(id)
                .query((row, n) -> Sql.instant(row, "expires_at"))
                .single()
                .minus(settings.applicationTerm());
        Duration age = Duration.between(handedOut, clock.instant());
        return age.isNegative() ? Duration.ZERO : age;
    }

    /** What is kept of an application. */
    record Kept(
            byte[] documentHash,
            byte @Nullable [] consentHash,
            @Nullable String thumbprint,
            byte @Nullable [] browser,
            Instant expiresAt,
            boolean used,
            boolean spent,
            @Nullable EnrolmentRefusal refusedAs) {
        boolean isAskedForBy(String key) {
            return key.equals(thumbprint);
        }

        boolean isAskedForBy(BrowserMarks marks) {
            return browser != null && marks.any(mark -> MessageDigest.isEqual(browser, Sha256.of(mark)));
        }

        boolean isFor(byte[] document) {
            return MessageDigest.isEqual(documentHash, Sha256.of(document));
        }

        boolean consentIsFor(byte[] document) {
            return consentHash != null && MessageDigest.isEqual(consentHash, Sha256.of(document));
        }
    }

    IssuanceApplication offer(boolean latestAttributes, Requester requester) {
        Instant now = clock.instant();
        Instant expires = now.plus(settings.applicationTerm());
        ApplicationId id = ApplicationId.random();
        String document = StoredJson.text(document(id, latestAttributes, requester, now, expires));
        String consent = latestAttributes ? StoredJson.text(consentDocument(now)) : null;
        jdbc.sql("""
                        insert into issuance_application (application_id, document_hash, consent_hash, key_thumbprint, browser_hash,
                                                          created_at, expires_at)
                        values (?, ?, ?, ?, ?, ?, ?)""")
                .params(Sql.values(
                        id,
                        Sha256.of(document),
                        consent == null ? null : Sha256.of(consent),
                        requester.thumbprint(),
                        requester.browser(),
                        Sql.time(now),
                        Sql.time(expires)))
                .update();
        return new IssuanceApplication(
                id, document, TYPE, consent, consent == null ? null : CONSENT_TYPE, requester.checkWord(), expires);
    }

    Optional<Kept> find(ApplicationId id) {
        return jdbc.sql("select * from issuance_application where application_id = ?")
                .param(id)
                .query((row, n) -> new Kept(
                        row.getBytes("document_hash"),
                        row.getBytes("consent_hash"),
                        row.getString("key_thumbprint"),
                        row.getBytes("browser_hash"),
                        Sql.instant(row, "expires_at"),
                        row.getObject("used_at") != null,
                        row.getInt("tries") >= MOST_TRIES,
                        Optional.ofNullable(row.getString("refused_as"))
                                .map(EnrolmentRefusal::valueOf)
                                .orElse(null)))
                .optional();
    }

    /**
     * Claims an application for whoever asked for it, before anything costly is done about it: one call at a time, and a few
     * in all. A claim whose holder died ends by itself.
     *
     * @param theirs whether whoever sends it is who asked for it
     * @throws RefusedException if it is not theirs, or over, or at work already
     */
    Kept claim(ApplicationId id, Predicate<Kept> theirs) {
        Instant now = clock.instant();
        Kept kept = find(id).orElseThrow(() -> new RefusedException(EnrolmentRefusal.APPLICATION_UNKNOWN));
        if (!theirs.test(kept)) {
            throw new RefusedException(EnrolmentRefusal.REQUESTER_DIFFERS);
        }
        refuseWhatIsOver(kept, now);
        boolean claimed = jdbc.sql("""
                        update issuance_application set tries = tries + 1, claimed_until = ?
                        where application_id = ? and used_at is null and refused_as is null and tries < ?
                          and (claimed_until is null or claimed_until <= ?)""")
                        .params(Sql.time(now.plus(CLAIM)), id, MOST_TRIES, Sql.time(now))
                        .update()
                == 1;
        if (!claimed) {
            // Somebody was quicker: either it is over by now, or they are still at it.
            find(id).ifPresent(meanwhile -> refuseWhatIsOver(meanwhile, now));
            throw new RefusedException(EnrolmentRefusal.APPLICATION_IN_PROGRESS);
        }
        return kept;
    }

    private static void refuseWhatIsOver(Kept kept, Instant now) {
        if (kept.used()) {
            throw new RefusedException(EnrolmentRefusal.APPLICATION_USED);
        }
        if (!now.isBefore(kept.expiresAt())) {
            throw new RefusedException(EnrolmentRefusal.APPLICATION_EXPIRED);
        }
        if (kept.refusedAs() != null) {
            throw new RefusedException(kept.refusedAs());
        }
        if (kept.spent()) {
            throw new RefusedException(EnrolmentRefusal.APPLICATION_TRIED_TOO_OFTEN);
        }
    }

    /** Gives a claimed application back, so that it may be tried again. */
    void release(ApplicationId id) {
        jdbc.sql("update issuance_application set claimed_until = null where application_id = ?")
                .param(id)
                .update();
    }

    /** Ends an application by a refusal that the same one will get from now on. */
    void refuse(ApplicationId id, EnrolmentRefusal refusal) {
        jdbc.sql("update issuance_application set refused_as = ?, claimed_until = null where application_id = ?")
                .params(refusal.name(), id)
                .update();
    }

    /** Uses the application up, in the caller's transaction; false if somebody has before. */
    boolean use(ApplicationId id, Instant now) {
        return jdbc.sql("""
                        update issuance_application set used_at = ?, claimed_until = null
                        where application_id = ? and used_at is null""").params(Sql.time(now), id).update() == 1;
    }

    /** Notes what it issued, in the caller's transaction: whoever asks again is told the same. */
    void issued(ApplicationId id, HolderId holderId, int generation) {
        jdbc.sql("update issuance_application set issued_holder = ?, issued_generation = ? where application_id = ?")
                .params(holderId, generation, id)
                .update();
    }

    /** What an application issued. */
    record IssuedBefore(HolderId holderId, int generation) {}

    /** What it issued, if this browser asked for it. */
    Optional<IssuedBefore> issuedTo(ApplicationId id, BrowserMarks marks) {
        return find(id).filter(kept -> kept.used() && kept.isAskedForBy(marks))
                .flatMap(kept -> jdbc.sql("""
                                select issued_holder, issued_generation from issuance_application
                                where application_id = ? and issued_holder is not null""")
                        .param(id)
                        .query((row, n) ->
                                new IssuedBefore(HolderId.in(row, "issued_holder"), row.getInt("issued_generation")))
                        .optional());
    }

    @Scheduled(fixedDelayString = "PT10M", initialDelayString = "PT10M")
    void forget() {
        jdbc.sql("delete from issuance_application where expires_at < ?")
                .param(Sql.time(clock.instant().minus(Duration.ofDays(1))))
                .update();
    }

    private Map<String, Object> document(
            ApplicationId id, boolean latestAttributes, Requester requester, Instant now, Instant expires) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", "private-id-issuance-application");
        document.put("version", 2);
        document.put("application_id", id.toString());
        document.put("issuer", settings.issuer().toString());
        document.putAll(requester.members(settings.issuer(), settings.issuerName()));
        document.put("service", settings.serviceName());
        document.put("terms", Map.of("uri", settings.terms().toString(), "version", settings.termsVersion()));
        document.put("consents", latestAttributes ? List.of("terms", "latest_attributes") : List.of("terms"));
        document.put("issued_at", now.toString());
        document.put("expires_at", expires.toString());
        document.put("nonce", nonce());
        document.put("display", """
                %sへの%sの発行申請
                利用規約（%s版）に同意し、%sの発行を申請します。
                最新の利用者情報の取得: %s
                %s
                この申請は%sまで有効です。""".formatted(
                        settings.issuerName(),
                        settings.serviceName(),
                        termsVersion(),
                        settings.serviceName(),
                        latestAttributes ? "同意する（別の画面で確認）" : "同意しない",
                        requester.display(settings.issuer(), settings.issuerName()),
                        new Moment(expires).minute(Locale.JAPANESE)));
        return document;
    }

    /** As people write it, where it is a day. */
    private String termsVersion() {
        try {
            return Moment.date(LocalDate.parse(settings.termsVersion()), Language.JAPANESE);
        } catch (DateTimeParseException aNameOfItsOwn) {
            return settings.termsVersion();
        }
    }

    private Map<String, Object> consentDocument(Instant now) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", "latest-attributes-consent");
        document.put("issuer", settings.issuer().toString());
        document.put("serviceProvider", registry.serviceProvider());
        document.put("service", settings.serviceName());
        document.put("items", ITEMS);
        document.put("purpose", PURPOSE);
        document.put("statedAt", now.toString());
        document.put("nonce", nonce());
        document.put("display", """
                最新の利用者情報の提供についての同意
                住所や氏名が変わったとき、%sが最新の氏名・住所・生年月日・性別を地方公共団体情報システム機構から受け取ることに同意します。
                目的: %s
                有効期間: 10年（いつでも取り消せます）""".formatted(settings.issuerName(), PURPOSE));
        return document;
    }

    private static String nonce() {
        byte[] nonce = new byte[16];
        RANDOM.nextBytes(nonce);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(nonce);
    }
}
