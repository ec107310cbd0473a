package dev.musubi.issuer.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.credential.Credential.Kind;
import dev.musubi.issuer.credential.CredentialId;
import dev.musubi.issuer.credential.CredentialMade;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.WorkQueue;
import dev.musubi.issuer.fixture.IssuerTest;
import dev.musubi.issuer.fixture.PostOffice;
import dev.musubi.issuer.fixture.PushService;
import dev.musubi.issuer.message.Language;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.issuer.vault.KeyEncryptionKeyChanged;
import dev.musubi.issuer.vault.KeyEncryptionKeys;
import dev.musubi.jpki.fixture.TestCertificate;
import dev.musubi.jpki.revocation.RevocationReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;

/** Notices on their way to browsers, by a real push service. Each test begins at noon in Japan. */
class NoticesByPushTest extends IssuerTest {

    private static final Duration SETTLED = Duration.ofMinutes(11);

    @Autowired
    private Postman postman;

    @Autowired
    private Channels channels;

    @Autowired
    private FurtherWays ways;

    @Autowired
    private PushWay push;

    @Autowired
    private PushKeys keys;

    @Autowired
    private PushSubscriptions subscriptions;

    @Autowired
    private KeyEncryptionKeys keyEncryption;

    @Autowired
    private WorkQueue queue;

    @Autowired
    private ApplicationEventPublisher events;

    private PushService.Browser browser() {
        return PushService.OPEN.subscribe(push.publicKey());
    }

    private boolean add(HolderId holderId, PushService.Browser browser, Language language) {
        PushSubscriptions.Read read =
                subscriptions.read(browser.endpoint(), browser.p256dh(), browser.auth(), "Chrome, Android");
        return holders.locking(
                holderId, () -> ways.add(holderId, ((PushSubscriptions.Read.Good) read).subscription(), language));
    }

    /** Enrolled, and told nothing of it any more. */
    private HolderId begun(TestCertificate person) {
        HolderId holderId = holder(person, false);
        postman.round();
        return holderId;
    }

    /** In use, and the notice that it was added has come. */
    private PushService.Browser added(HolderId holderId) {
        PushService.Browser browser = browser();
        assertThat(add(holderId, browser, Language.JAPANESE)).isTrue();
        postman.round();
        assertThat(titles(browser)).containsExactly("お知らせの受け取り方が追加されました。");
        browser.came().clear();
        return browser;
    }

    private static List<String> titles(PushService.Browser browser) {
        assertThat(browser.complaints()).isEmpty();
        return browser.came().stream().map(each -> each.member("title")).toList();
    }

    private void kill(TestCertificate person) {
        publish(municipality(person), 1, Map.of(person, RevocationReason.AFFILIATION_CHANGED));
        sweep.all();
        pass(SETTLED);
    }

    private ChannelId onlyWay(HolderId holderId) {
        return channels.of(holderId).getFirst().id();
    }

    private WorkQueue.Entry waiting(HolderId holderId) {
        NoticeId noticeId = NoticeId.of(String.valueOf(
                value("select notice_id from notice where holder_id = ? and kind = 'REISSUE_REQUIRED'", holderId)));
        return queue.find(
                        new DeliveryWork(Channel.Way.PUSH),
                        new DeliveryWork.Due(holderId, onlyWay(holderId), noticeId).key())
                .orElseThrow();
    }

    /** A round, after which the message waits for so long from the moment at which it was tried. */
    private void waitsAfterARound(HolderId holderId, Duration wait) {
        Instant before = clock.instant();
        postman.round();
        assertThat(waiting(holderId).dueAt())
                .isBetween(before.plus(wait), clock.instant().plus(wait));
    }

    @Test
    void whenTheCertificateDiesThenTheBrowserIsToldOnceWithThePageToOpenAndNothingElse() {
        TestCertificate person = person();
        HolderId holderId = begun(person);
        PushService.Browser browser = added(holderId);
        kill(person);
        postman.round();
        postman.round();
        assertThat(browser.came()).hasSize(1);
        PushService.Message message = browser.came().getFirst();
        assertThat(message.content().toString())
                .contains("民間IDの再発行が必要になりました。", "新しい電子証明書を受け取り")
                .doesNotContain("花子", "山田", "丸の内", "住所や氏名が変わった", "2030", holderId.toString());
        assertThat(message.member("page")).isEqualTo("/enrol?to=/home");
        assertThat(message.member("language")).isEqualTo("ja");
        assertThat(message.body()).hasSize(86 + PushWay.LENGTH + 17);
        assertThat(message.headers())
                .containsEntry("Ttl", "604800")
                .containsEntry("Urgency", "normal")
                .containsEntry("Content-encoding", "aes128gcm")
                .containsEntry("Topic", message.member("tag"));
        assertThat(message.member("tag")).matches("[A-Za-z0-9_-]{32}");
        assertThat(value("select count(*) from notice_delivery where holder_id = ? and way = 'PUSH'", holderId))
                .as("that it was added, and the re-issue")
                .isEqualTo(2L);
    }

    @Test
    void whenItDiesAtNightThenNoPhoneIsWokenAndAWarningGoesAtOnce() {
        TestCertificate person = person();
        HolderId holderId = begun(person);
        PushService.Browser browser = added(holderId);
        clock.moveTo(Instant.parse("2026-11-22T12:00:00Z"));
        kill(person);
        postman.round();
        assertThat(browser.came()).isEmpty();
        holders.locking(holderId, () -> {
            events.publishEvent(new CredentialMade(holderId, CredentialId.random(), Kind.PASSKEY, "花子の電話"));
            return true;
        });
        postman.round();
        assertThat(titles(browser)).containsExactly("パスキーが登録されました。");
        assertThat(browser.came().getFirst().headers()).containsEntry("Urgency", "high");
        assertThat(browser.came().getFirst().content().toString()).doesNotContain("花子");
        clock.moveTo(Instant.parse("2026-11-22T23:00:00Z"));
        postman.round();
        assertThat(titles(browser)).containsExactly("パスキーが登録されました。", "民間IDの再発行が必要になりました。");
    }

    @Test
    void whenTwoWarningsComeThenNeitherTakesTheOthersPlaceAndALaterReminderDoes() {
        HolderId holderId = begun(person());
        PushService.Browser browser = added(holderId);
        for (int i = 0; i < 2; i++) {
            holders.locking(holderId, () -> {
                events.publishEvent(new CredentialMade(holderId, CredentialId.random(), Kind.PASSKEY, "x"));
                return true;
            });
        }
        postman.round();
        assertThat(browser.came())
                .extracting(each -> each.member("tag"))
                .hasSize(2)
                .doesNotHaveDuplicates();
        browser.came().clear();
        // The certificate ends on 2030-02-17.
        clock.moveTo(Instant.parse("2029-11-21T03:00:00Z"));
        postman.round();
        clock.moveTo(Instant.parse("2030-01-19T03:00:00Z"));
        postman.round();
        assertThat(browser.came()).hasSize(2);
        assertThat(browser.came())
                .extracting(each -> each.headers().get("Topic"))
                .containsOnly(browser.came().getFirst().member("tag"));
    }

    @Test
    void whenItsHolderDiedThenNobodyIsToldAndTheSubscriptionIsGone() {
        TestCertificate person = person();
        HolderId holderId = begun(person);
        PushService.Browser browser = added(holderId);
        kill(person);
        holders.locking(holderId, () -> privateIds.apply(holderId, Cause.CESSATION, clock.instant(), "system"));
        postman.round();
        assertThat(browser.came()).isEmpty();
        assertThat(channels.of(holderId)).isEmpty();
        assertThat(value("select count(*) from vault_item where holder_id = ? and kind = 'NOTICE_ADDRESS'", holderId))
                .isEqualTo(0L);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void whenTheBrowserIsGoneThenTheWayEndsAndTheNoticeLooksForAnother(int status) {
        TestCertificate person = person();
        HolderId holderId = begun(person);
        PushService.Browser gone = added(holderId);
        PushService.Browser other = browser();
        add(holderId, other, Language.JAPANESE);
        postman.round();
        gone.now(status, Map.of());
        kill(person);
        postman.round();
        assertThat(ways.browsers(holderId))
                .singleElement()
                .satisfies(each -> assertThat(each.subscription().endpoint()).hasToString(other.endpoint()));
        assertThat(titles(other)).endsWith("民間IDの再発行が必要になりました。");
        int asked = gone.asked();
        postman.round();
        assertThat(gone.asked()).isEqualTo(asked);
        assertThat(titles(other)).as("once, though it was decided twice").hasSize(2);
        assertThat(jdbc.sql("select kind from audit_event where holder_id = ?")
                        .param(holderId)
                        .query(String.class)
                        .list())
                .contains("notice_way.added", "notice_way.gone");
    }

    @Test
    void whenThePushServiceFailsThenItIsTriedAgainLater() {
        TestCertificate person = person();
        HolderId holderId = begun(person);
        PushService.Browser browser = added(holderId);
        browser.now(500, Map.of());
        kill(person);
        postman.round();
        assertThat(waiting(holderId).outcome()).isEqualTo("push_500");
        assertThat(waiting(holderId).failures()).isEqualTo(1);
        browser.now(201, Map.of());
        pass(Duration.ofMinutes(2));
        postman.round();
        assertThat(titles(browser)).containsExactly("民間IDの再発行が必要になりました。");
    }

    @Test
    void whenThePushServiceAsksForPatienceThenItHasItAndNotForEver() {
        TestCertificate person = person();
        HolderId holderId = begun(person);
        PushService.Browser browser = added(holderId);
        browser.now(429, Map.of("Retry-After", "1200"));
        kill(person);
        waitsAfterARound(holderId, Duration.ofMinutes(20));
        assertThat(waiting(holderId).outcome()).isEqualTo("push_429");
        assertThat(waiting(holderId).failures()).isZero();
        // A minute at least, and six hours at most.
        browser.now(503, Map.of("Retry-After", "0"));
        pass(Duration.ofMinutes(21));
        waitsAfterARound(holderId, Duration.ofMinutes(1));
        browser.now(429, Map.of("Retry-After", "999999999"));
        pass(Duration.ofMinutes(2));
        waitsAfterARound(holderId, Duration.ofHours(6));
        pass(Duration.ofDays(2));
        postman.round();
        assertThat(waiting(holderId).failures()).as("after two days").isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Fri, 31 Dec 2027 23:59:59 GMT", "-5", "soon", ""})
    void whenItAsksForPatienceInAWayWeDoNotReadThenItHasFailed(String wait) {
        TestCertificate person = person();
        HolderId holderId = begun(person);
        PushService.Browser browser = added(holderId);
        browser.now(429, Map.of("Retry-After", wait));
        kill(person);
        postman.round();
        assertThat(waiting(holderId).failures()).isEqualTo(1);
    }

    @Test
    void whenABrowserSubscribedForAnotherKeyThenNothingIsReadAndTheWayStays() {
        HolderId holderId = begun(person());
        PushService.Browser browser = PushService.OPEN.subscribe("another");
        add(holderId, browser, Language.JAPANESE);
        postman.round();
        assertThat(browser.complaints()).containsExactly("not whom the browser subscribed for");
        assertThat(ways.browsers(holderId)).hasSize(1);
    }

    @Test
    void whenTheSameBrowserIsAddedTwiceThenItIsOneWayInTheLanguageOfTheSecond() {
        HolderId holderId = begun(person());
        PushService.Browser browser = added(holderId);
        assertThat(add(holderId, browser, Language.ENGLISH)).isTrue();
        assertThat(ways.browsers(holderId))
                .singleElement()
                .satisfies(each -> assertThat(each.channel().language()).isEqualTo(Language.ENGLISH));
        postman.round();
        assertThat(browser.came()).isEmpty();
    }

    @Test
    void whenTheSameAddressComesWithOtherKeysThenTheyTakeThePlaceOfThoseBefore() {
        HolderId holderId = begun(person());
        PushService.Browser browser = added(holderId);
        PushService.Browser other = browser();
        PushSubscription changed = ((PushSubscriptions.Read.Good)
                        subscriptions.read(browser.endpoint(), other.p256dh(), other.auth(), "Chrome, Android"))
                .subscription();
        holders.locking(holderId, () -> ways.add(holderId, changed, Language.JAPANESE));
        assertThat(ways.browsers(holderId))
                .singleElement()
                .satisfies(each -> assertThat(each.subscription().toStore()).isEqualTo(changed.toStore()));
        assertThat(value("select count(*) from vault_item where holder_id = ? and kind = 'NOTICE_ADDRESS'", holderId))
                .isEqualTo(1L);
    }

    @Test
    void whenThereAreManyBrowsersThenAFurtherOneIsTooMany() {
        HolderId holderId = begun(person());
        PushService.Browser last = browser();
        for (int i = 0; i < 10; i++) {
            last = browser();
            assertThat(add(holderId, last, Language.JAPANESE)).isTrue();
        }
        assertThat(add(holderId, browser(), Language.JAPANESE)).isFalse();
        assertThat(add(holderId, last, Language.JAPANESE))
                .as("is there already")
                .isTrue();
    }

    @Test
    void whenABrowserIsEndedThenItIsToldALastTimeAndForgottenAndSoAreTheOthersTold() {
        TestCertificate person = person();
        HolderId holderId = begun(person);
        PushService.Browser browser = added(holderId);
        String address = UUID.randomUUID() + "@mail.example";
        postman.register(holderId, address, Language.JAPANESE);
        ChannelId id = ways.browsers(holderId).getFirst().channel().id();
        for (int i = 0; i < 2; i++) {
            holders.locking(holderId, () -> {
                ways.end(holderId, id);
                return true;
            });
        }
        postman.round();
        assertThat(titles(browser)).containsExactly("お知らせの受け取り方が1つ終了されました。");
        assertThat(PostOffice.OPEN.to(address).getLast().subject()).isEqualTo("【結び 民間ID】お知らせの受け取り方が1つ終了されました。");
        assertThat(channels.of(holderId))
                .singleElement()
                .satisfies(each -> assertThat(each.way()).isEqualTo(Channel.Way.EMAIL));
        kill(person);
        postman.round();
        assertThat(browser.came()).hasSize(1);
    }

    @Test
    void whenABrowserIsAddedThenTheMailSaysSo() {
        HolderId holderId = begun(person());
        String address = UUID.randomUUID() + "@mail.example";
        postman.register(holderId, address, Language.JAPANESE);
        added(holderId);
        PostOffice.Letter letter = PostOffice.OPEN.to(address).getLast();
        assertThat(letter.subject()).isEqualTo("【結び 民間ID】お知らせの受け取り方が追加されました。");
        assertThat(letter.link()).isEqualTo(ISSUER + "/home/reaching");
    }

    @Test
    void whenMailIsEndedThenABrowserIsNotToldInItsPlace() {
        HolderId holderId = begun(person());
        PushService.Browser browser = added(holderId);
        postman.register(holderId, UUID.randomUUID() + "@mail.example", Language.JAPANESE);
        holders.locking(holderId, () -> {
            channels.removeEmail(holderId);
            return true;
        });
        postman.round();
        assertThat(browser.came()).isEmpty();
        assertThat(ways.browsers(holderId)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void whenAHolderSpeaksALanguageThenMessagesAreInItAndFit(Language language) {
        TestCertificate person = person();
        HolderId holderId = begun(person);
        PushService.Browser browser = browser();
        add(holderId, browser, language);
        kill(person);
        postman.round();
        assertThat(titles(browser))
                .containsExactlyInAnyOrder(
                        Notice.Kind.WAY_ADDED.message().in(language),
                        Notice.Kind.REISSUE_REQUIRED.message().in(language));
        assertThat(browser.came().getLast().member("language")).isEqualTo(language.tag());
    }

    @Test
    void whenASubscriptionIsKeptThenNowhereInTheClear() {
        HolderId holderId = begun(person());
        PushService.Browser browser = added(holderId);
        String secret = browser.endpoint().substring(browser.endpoint().length() - 30);
        for (String table :
                List.of("notice_channel", "notice", "notice_delivery", "work_item", "audit_event", "push_key")) {
            assertThat(jdbc.sql("select t::text from " + table + " t")
                            .query(String.class)
                            .list())
                    .as(table)
                    .noneMatch(row -> row.contains(secret) || row.contains(browser.auth()));
        }
        assertThat(holderId).isNotNull();
    }

    @Test
    void whenTheKeyEncryptionKeyIsFollowedThenOurKeyIsWrappedAnewAndStaysTheSame() {
        String before = push.publicKey();
        keyEncryption.rotate(keyEncryption.current());
        assertThat(value("select kek_id from push_key")).isNotEqualTo(keyEncryption.current());
        events.publishEvent(new KeyEncryptionKeyChanged());
        assertThat(value("select kek_id from push_key")).isEqualTo(keyEncryption.current());
        events.publishEvent(new KeyEncryptionKeyChanged());
        assertThat(push.publicKey()).isEqualTo(before);
        assertThat(Vapid.publicKey(new PushKeys(jdbc, keyEncryption, new dev.musubi.issuer.time.MachineClock()).key()))
                .as("another issuer on the database")
                .isEqualTo(before);
        assertThat(String.valueOf(jdbc.sql("select encode(wrapped, 'escape') from push_key")
                        .query(String.class)
                        .single()))
                .doesNotContain(String.valueOf(keys.key().getD()));
    }
}
