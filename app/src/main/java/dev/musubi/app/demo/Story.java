package dev.musubi.app.demo;

import dev.musubi.app.client.HolderApp;
import dev.musubi.app.client.Operator;
import dev.musubi.app.client.RelyingParty;
import dev.musubi.app.client.Reply;
import dev.musubi.app.client.Sandbox;
import dev.musubi.app.client.Tls;
import dev.musubi.app.process.Platform;
import dev.musubi.app.process.Site;
import java.io.PrintStream;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The main job, played over the front doors: enrol, move house, dead anchor, re-issue, refresh; a death, a lost card; and
 * J-LIS going dark.
 */
public final class Story {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> ITEMS = List.of("NAME", "ADDRESS", "DATE_OF_BIRTH");
    private static final String PURPOSE = "口座開設時の本人確認";

    private final Platform platform;
    private final Narrator tell;
    private final Interlude interlude;
    private final Sandbox sandbox;
    private final Cast cast;
    private final RelyingParty bank;
    private final Clerk clerk;

    /** What happens between two steps of the story, unseen by those in it. */
    public interface Interlude {
        /** After the step with this number. */
        void after(int step);
    }

    /**
     * Prepares the story.
     *
     * @param platform where it is played; must be running
     * @param out where it is told
     * @param interlude what happens between the steps
     */
    public Story(Platform platform, PrintStream out, Interlude interlude) {
        this.platform = platform;
        this.tell = new Narrator(out);
        this.interlude = interlude;
        this.sandbox = new Sandbox(platform.sandboxUri(), platform.holdersUri());
        this.cast = new Cast(platform, sandbox);
        Operator operator = new Operator(platform.operatorsUri(), platform.operatorToken());
        for (Site site : Site.values()) {
            operator.register(platform.siteRegistration(site));
        }
        KeyStore key = Tls.relyingPartyKey(platform.data().resolve("bank/client.p12"), "Musubi Bank");
        this.clerk = new Clerk(platform);
        this.bank = new RelyingParty("bank", platform.relyingPartiesUri(), platform.serverCertificate(), key);
    }

    /**
     * Plays it from the first step to the last.
     *
     * @throws StoryBrokenException if it does not go as it should
     */
    public void play() {
        HolderApp mover = somebodyForTheSites();
        Visitor visitor = new Visitor(platform, tell, mover);
        enrol(mover);
        String account = openAccount(visitor);
        String subject = visitor.browser().text("subject");
        interlude.after(1);
        bankAsks(subject, visitor);
        interlude.after(2);
        String oldAddress = address(mover);
        move(mover, true);
        interlude.after(3);
        sweepNotices(subject, account);
        interlude.after(4);
        String demand = bankDemands(mover, subject, visitor);
        interlude.after(5);
        reissue(mover, visitor, demand, account, oldAddress);
        interlude.after(6);
        refreshedWithoutDoingAnything();
        interlude.after(7);
        waitsForACertificate();
        interlude.after(8);
        deathAndLoss();
        interlude.after(9);
        darkness();
        interlude.after(10);
    }

    private void enrol(HolderApp holder) {
        tell.step("A resident enrols, and opens an account at a bank  住民が民間IDを申し込み、銀行に口座を開く");
        Reply application = holder.apply(false);
        tell.sent("resident's app → issuer: an application, please");
        tell.back("an issuance application, good for 10 minutes, once", application.took());
        Reply signed = sandbox.sign(holder.residentId(), application.text("document"), application.text("type"))
                .expect(200);
        tell.shows("phone", signed.text("shown"));
        tell.back("tap, PIN, signature with the card's signature key (RSA-2048, JWS with x5c)", signed.took());
        Reply issued = holder.submit(application.text("application_id"), signed.text("signed"), null)
                .expect(201);
        tell.checked("signature, path to J-LIS, policy, key usage; OCSP asked just now; person by linked numbers");
        tell.back(
                "private ID " + issued.text("state") + ", generation "
                        + issued.body().path("generation"),
                issued.took());
    }

    private String openAccount(Visitor visitor) {
        visitor.begin(Site.BANK);
        visitor.agreeToBeToldOf();
        String account = visitor.sign(Site.BANK);
        clerk.until(account, "", PATIENCE);
        return account;
    }

    private void bankAsks(String subject, Visitor visitor) {
        tell.step("A bank asks for standing  銀行が有効性を確かめる");
        tell.sent("bank → issuer, mutual TLS: GET /v1/standing/{subject}?max_age=PT15M");
        Reply standing = bank.standing(subject, "PT15M").expect(200);
        must("ACTIVE", standing.text("state"));
        tell.back(describe(standing), standing.took());
        tell.note("the bank knows the holder as " + subject.substring(0, 20) + "… , and nobody else does");
        visitor.silently(Site.BANK);
        visitor.mine(Site.BANK);
        tell.sent("resident's browser → bank: a sign-in with nothing shown (prompt=none)");
        tell.back("signed in, nothing seen, nothing typed", visitor.browser().took());
    }

    private void move(HolderApp holder, boolean newCertificate) {
        tell.step("The resident moves to another municipality  引越し");
        Reply moved = moveAway(holder, newCertificate);
        tell.sent("at the counter: 転入届; J-LIS revokes the signature certificate (affiliationChanged)");
        tell.back(newCertificate ? "a new signature certificate on the card" : "no new certificate yet", moved.took());
    }

    private void sweepNotices(String subject, String account) {
        tell.step("The sweep notices  失効確認");
        sandbox.publish();
        tell.sent("J-LIS publishes the day's revocation lists; the issuer fetches the municipality's list");
        Duration latency = Await.until(
                "the bank sees that a re-issue is required",
                PATIENCE,
                () -> bank.standing(subject, null).expect(200).text("state").equals("REISSUE_REQUIRED"));
        tell.checked("CRL signature, partition, crlNumber; newly revoked numbers looked up by keyed hash");
        tell.back("from publication to REISSUE_REQUIRED at the bank", latency);
        tell.sent("issuer → bank, since the resident agreed: a signal (Shared Signals, pushed), and no reason");
        Duration told = clerk.until(account, "TO_CONFIRM", PATIENCE);
        tell.back("the account is marked, and nobody has signed in", told);
        tell.shows("bank's counter", clerk.says(account));
    }

    private String bankDemands(HolderApp holder, String subject, Visitor visitor) {
        tell.step("The resident comes to the bank again, and it demands a re-issue  再発行の要求");
        visitor.silently(Site.BANK);
        tell.sent("resident's browser → bank: a sign-in with nothing shown (prompt=none)");
        must("standing_reissue_required", visitor.refusal(Site.BANK));
        tell.back(
                "issuer → bank: standing_not_met, REISSUE_REQUIRED; why, nobody is told",
                visitor.browser().took());
        visitor.again();
        tell.note("the sign-in waits there; so says the app:");
        Reply state = holder.state().expect(200);
        tell.shows("holder's app", state.text("message"));
        tell.shows("holder's app", state.text("todo"));
        Reply demand = bank.demandReissue(subject, platform.siteUri(Site.BANK) + "/mine")
                .expect(201);
        tell.sent("bank's back office → issuer: POST /v1/reissue-demands, for holders who are at no browser");
        tell.back("demand " + demand.text("state"), demand.took());
        return demand.text("demand");
    }

    private void reissue(HolderApp holder, Visitor visitor, String demand, String account, String oldAddress) {
        tell.step("The resident signs with the new certificate, and the sign-in goes on  新しい証明書で再発行");
        visitor.reissue();
        tell.checked("the same person: linked numbers, never name and birthday");
        must("2", holder.state().expect(200).body().path("generation").asString());
        must("FULFILLED", bank.demand(demand).expect(200).text("state"));
        visitor.agree();
        must(account, visitor.mine(Site.BANK));
        visitor.updated();
        clerk.until(account, "", PATIENCE);
        String newAddress = visitor.browser().text("address");
        if (newAddress.equals(oldAddress)) {
            throw new StoryBrokenException("the bank still has the old address");
        }
        tell.back(
                "back at the bank in the very same sign-in: same account, new address",
                visitor.browser().took());
        tell.note(oldAddress + "  →  " + newAddress);
        tell.shows("bank's counter", clerk.says(account));
    }

    private void refreshedWithoutDoingAnything() {
        tell.step("A second resident, with consent: refreshed without doing anything  同意による自動更新");
        HolderApp holder = somebodyForTheSites();
        holder.enrol(true).expect(201);
        tell.checked("the consent is signed with the card and registered at J-LIS");
        Visitor visitor = new Visitor(platform, tell, holder);
        visitor.begin(Site.TELCO);
        visitor.agree();
        String line = visitor.sign(Site.TELCO);
        String before = address(holder);
        moveAway(holder, true);
        interlude.after(7);
        sandbox.publish();
        tell.sent("moves, gets a new certificate; the sweep notices; the issuer asks J-LIS for the latest attributes");
        Duration took = untilRefreshed(holder);
        tell.back("generation 2 from J-LIS, nothing typed, nothing tapped", took);
        tell.note(before + "  →  " + address(holder));
        tell.shows("holder's app", holder.state().expect(200).text("message"));
        visitor.silently(Site.TELCO);
        must(line, visitor.mine(Site.TELCO));
        must(address(holder), visitor.browser().text("address"));
        tell.back(
                "the telco has the new address at the next sign-in, with nothing shown",
                visitor.browser().took());
    }

    private void waitsForACertificate() {
        tell.step("A third moves and has no new certificate yet: waits, then refreshes  証明書待ち");
        HolderApp holder = somebodyForTheSites();
        holder.enrol(true).expect(201);
        Visitor visitor = new Visitor(platform, tell, holder);
        visitor.atHome();
        moveAway(holder, false);
        sandbox.publish();
        Await.until("the refresh waits", PATIENCE, () -> {
            Reply state = holder.state().expect(200);
            return state.text("state").equals("REISSUE_REQUIRED")
                    && state.body().path("refresh_waiting").asBoolean();
        });
        Reply waiting = holder.state().expect(200);
        tell.sent("issuer → J-LIS: latest attributes, please");
        tell.back("NO_NEW_CERTIFICATE: the private ID waits in " + waiting.text("state"), waiting.took());
        visitor.begin(Site.CITY);
        visitor.waiting();
        interlude.after(8);
        sandbox.event(holder.residentId(), "VISIT_COUNTER", Map.of()).expect(201);
        tell.sent("the holder picks up a new certificate at the counter");
        tell.back("refreshed: generation 2", untilRefreshed(holder));
        visitor.done();
        visitor.agree();
        visitor.goOn(Site.CITY);
    }

    private void deathAndLoss() {
        tell.step("A fourth dies: ended, nobody is nagged. A fifth loses the card: suspended  死亡・紛失");
        HolderApp deceased = somebody();
        deceased.enrol(true).expect(201);
        sandbox.event(deceased.residentId(), "DIE", Map.of()).expect(201);
        HolderApp loser = somebody();
        loser.enrol(false).expect(201);
        sandbox.event(loser.residentId(), "LOSE_CARD", Map.of()).expect(201);
        sandbox.publish();
        tell.sent("J-LIS revokes: cessationOfOperation; certificateHold (which it never lifts)");
        Duration took = Await.until(
                "ended and suspended",
                PATIENCE,
                () -> deceased.state().text("state").equals("ENDED")
                        && loser.state().text("state").equals("SUSPENDED"));
        Reply ended = deceased.state().expect(200);
        must("false", Boolean.toString(ended.body().path("refresh_waiting").asBoolean()));
        tell.back("ENDED, with nothing asked of anybody; SUSPENDED", took);
        tell.shows("fifth holder's app", loser.state().text("message"));
        tell.shows("fifth holder's app", loser.state().text("todo"));
    }

    private void darkness() {
        tell.step("J-LIS goes dark, and comes back  J-LIS停止と復旧");
        HolderApp holder = somebody();
        holder.enrol(true).expect(201);
        String subject =
                introduce(holder).body().path("standing").path("subject").asString();
        moveAway(holder, true);
        HolderApp newcomer = somebody();
        Reply application = newcomer.apply(false);
        String signed = sandbox.sign(newcomer.residentId(), application.text("document"), application.text("type"))
                .expect(200)
                .text("signed");
        platform.sandbox().kill();
        tell.sent("kill -9, just after one holder has moved and while another resident applies");
        Reply standing = bank.standing(subject, "PT0S").expect(200);
        must("false", standing.body().path("fresh").asString());
        tell.back("the bank, asking for a fresh answer: " + describe(standing), standing.took());
        Reply dark = newcomer.submit(application.text("application_id"), signed, null)
                .expect(503);
        must("certificate_status_unknown", dark.code());
        tell.back("the resident: " + dark.code() + " " + dark.text("detail_ja"), dark.took());
        platform.sandbox().launch();
        platform.sandbox().awaitReady();
        sandbox.publish();
        tell.sent("J-LIS comes back");
        Duration caughtUp = untilRefreshed(holder);
        tell.back("sweep and refresh have caught up by themselves: the holder who moved is at generation 2", caughtUp);
        Reply again = newcomer.submit(application.text("application_id"), signed, null)
                .expect(201);
        tell.back("the very same signed application is taken now: " + again.text("state"), again.took());
    }

    private HolderApp somebody() {
        return cast.somebody().orElseThrow(Story::nobodyLeft);
    }

    /** Who has no date of birth in the register, or is a minor, has to go to the counter in person. */
    private HolderApp somebodyForTheSites() {
        return cast.grownUp().orElseThrow(Story::nobodyLeft);
    }

    private static StoryBrokenException nobodyLeft() {
        return new StoryBrokenException("every resident has been played; start with a new --data folder");
    }

    private Reply moveAway(HolderApp holder, boolean newCertificate) {
        Reply resident = sandbox.resident(holder.residentId());
        boolean inSapporo =
                resident.body().path("municipality").path("code").asString().startsWith("01");
        return sandbox.event(
                        holder.residentId(),
                        "MOVE_TO",
                        Map.of("municipality", inSapporo ? "13221" : "01100", "newCertificate", newCertificate))
                .expect(201);
    }

    private Reply introduce(HolderApp holder) {
        String code = holder.allow("bank", PURPOSE, ITEMS).expect(201).text("code");
        return bank.redeem(code).expect(200);
    }

    private Duration untilRefreshed(HolderApp holder) {
        return Await.until("refreshed to generation 2", PATIENCE, () -> {
            Reply state = holder.state().expect(200);
            return state.body().path("generation").asInt() == 2
                    && state.text("state").equals("ACTIVE");
        });
    }

    private static String address(HolderApp holder) {
        return holder.attributes()
                .expect(200)
                .body()
                .path("address")
                .path("value")
                .asString();
    }

    private static String describe(Reply standing) {
        return "%s, generation %s, known as of %s (%s s ago), fresh: %s → %s"
                .formatted(
                        standing.text("state"),
                        standing.body().path("generation"),
                        standing.text("as_of"),
                        standing.body().path("age_seconds"),
                        standing.body().path("fresh"),
                        standing.text("action"));
    }

    private static void must(String expected, String actual) {
        if (!expected.equals(actual)) {
            throw new StoryBrokenException("expected " + expected + ", got " + actual);
        }
    }
}
