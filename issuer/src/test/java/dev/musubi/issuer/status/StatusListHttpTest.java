package dev.musubi.issuer.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.authlete.cbor.CBORByteArray;
import com.authlete.cbor.CBORDecoder;
import com.authlete.cbor.CBORTaggedItem;
import com.authlete.cose.COSEException;
import com.authlete.cose.COSESign1;
import com.authlete.cose.COSEVerifier;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.fixture.ClientTls;
import dev.musubi.issuer.fixture.IssuerTest;
import dev.musubi.issuer.fixture.PublishedList;
import dev.musubi.issuer.privateid.Cause;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Lists over HTTP: forms, caches, history, what changed, files. */
class StatusListHttpTest extends IssuerTest {

    @BeforeAll
    static void freshLists(@Autowired ApplicationContext issuer) {
        FreshLists.begin(issuer);
    }

    private static final String JWT = "application/statuslist+jwt";
    private static final String CWT = "application/statuslist+cwt";

    @Autowired
    private StatusReferences references;

    @Autowired
    private StatusPublisher publisher;

    @Autowired
    private StatusFolder folder;

    private static SSLContext tls() {
        return ClientTls.trusting(FOLDER.resolve("tls/server.pem"));
    }

    private static HttpResponse<byte[]> get(URI uri, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try (HttpClient http = HttpClient.newBuilder().sslContext(tls()).build()) {
            return http.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static String header(HttpResponse<byte[]> answer, String name) {
        return answer.headers().firstValue(name).orElse("none");
    }

    private record Told(HolderId holderId, int index, URI uri) {
        long list() {
            return Long.parseLong(uri.getPath().replaceFirst(".*/", ""));
        }
    }

    private Told told() {
        HolderId holderId = holder(person(), false);
        StatusReference entry = references.of(holderId, "bank.example", 1);
        return new Told(holderId, entry.idx().value(), entry.uri().value());
    }

    private void apply(Told told, Cause cause) {
        holders.locking(told.holderId(), () -> privateIds.apply(told.holderId(), cause, clock.instant(), "test"));
        publisher.due();
    }

    private static PublishedList fetch(Told told) {
        return PublishedList.fetch(tls(), told.uri());
    }

    @Test
    void whenAListIsFetchedThenItSaysWhatTheStandardWants() throws ParseException {
        Told told = told();
        JWTClaimsSet claims = fetch(told).claims();
        assertThat(claims.getClaims().keySet())
                .containsExactlyInAnyOrder("iss", "sub", "iat", "exp", "ttl", "status_list", "status_list_version");
        assertThat(claims.getSubject()).isEqualTo(told.uri().toString());
        assertThat(claims.getLongClaim("ttl")).isEqualTo(300);
        Instant issued = claims.getIssueTime().toInstant();
        assertThat(claims.getExpirationTime().toInstant()).isEqualTo(issued.plus(Duration.ofDays(1)));
        assertThat(claims.getJSONObjectClaim("status_list").keySet())
                .containsExactlyInAnyOrder("bits", "lst", "aggregation_uri");
        assertThat(claims.getJSONObjectClaim("status_list").get("aggregation_uri"))
                .isEqualTo(ISSUER + "/status-lists");
        assertThat(claims.toString()).doesNotContain(told.holderId().toString());
    }

    @Test
    void whenTheAggregationIsFetchedThenItNamesEveryListAndDiscoveryNamesIt() {
        Told told = told();
        HttpResponse<byte[]> answer = get(URI.create(ISSUER + "/status-lists"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Type")).isEqualTo("application/json");
        assertThat(text(answer)).startsWith("{\"status_lists\":[\"").contains("\"" + told.uri() + "\"");
        String metadata = text(get(URI.create(ISSUER + "/.well-known/openid-configuration")))
                .replace("\\/", "/");
        assertThat(metadata)
                .contains("\"status_list_aggregation_endpoint\":\"" + ISSUER + "/status-lists\"")
                .contains("\"3\":\"REISSUE_REQUIRED\"");
    }

    @Test
    void whenTheCwtIsAskedForThenItSaysTheSameUnderASignatureThatHolds()
            throws IOException, ParseException, JOSEException, COSEException {
        Told told = told();
        apply(told, Cause.ANCHOR_CONTENT_CHANGED);
        HttpResponse<byte[]> answer = get(told.uri(), "Accept", CWT);
        assertThat(header(answer, "Content-Type")).isEqualTo(CWT);
        CBORTaggedItem tagged = (CBORTaggedItem) new CBORDecoder(answer.body()).next();
        assertThat(tagged.getTagNumber().intValue()).isEqualTo(18);
        COSESign1 sign1 = COSESign1.build(tagged.getTagContent());
        Map<?, ?> header = sign1.getProtectedHeader().getPairs().stream()
                .collect(
                        TreeMap::new,
                        (all, pair) -> all.put(
                                pair.getKey().parse().toString(),
                                pair.getValue().parse()),
                        Map::putAll);
        assertThat(header.get("16")).isEqualTo("application/statuslist+cwt");
        String keyId = new String((byte[]) Objects.requireNonNull(header.get("4")), StandardCharsets.UTF_8);
        JWKSet keys = JWKSet.parse(text(get(URI.create(ISSUER + "/openid/jwks"))));
        ECKey key = Objects.requireNonNull(keys.getKeyByKeyId(keyId)).toECKey();
        assertThat(new COSEVerifier(key.toECPublicKey()).verify(sign1)).isTrue();
        Map<?, ?> claims = (Map<?, ?>) new CBORDecoder(((CBORByteArray) sign1.getPayload()).getValue())
                .next()
                .parse();
        JWTClaimsSet jwt = fetch(told).claims();
        assertThat(claims.get(1)).isEqualTo(ISSUER);
        assertThat(claims.get(2)).isEqualTo(told.uri().toString());
        assertThat(((Number) Objects.requireNonNull(claims.get(6))).longValue())
                .isEqualTo(jwt.getIssueTime().toInstant().getEpochSecond());
        assertThat(((Number) Objects.requireNonNull(claims.get(4))).longValue())
                .isEqualTo(jwt.getExpirationTime().toInstant().getEpochSecond());
        assertThat(claims.get(65534)).isEqualTo(300);
        Map<?, ?> list = (Map<?, ?>) Objects.requireNonNull(claims.get(65533));
        assertThat(list.get("bits")).isEqualTo(2);
        byte[] lst = (byte[]) Objects.requireNonNull(list.get("lst"));
        assertThat(lst)
                .isEqualTo(new Base64URL(
                                (String) jwt.getJSONObjectClaim("status_list").get("lst"))
                        .decode());
        assertThat(StatusBits.decompress(lst).get(told.index())).isEqualTo(StatusValue.REISSUE_REQUIRED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/*|" + JWT,
                "application/*|" + JWT,
                JWT + "|" + JWT,
                CWT + "|" + CWT,
                "application/statuslist+cwt;q=0.5, application/statuslist+jwt|" + JWT,
                "application/statuslist+cwt, application/statuslist+jwt;q=0.1|" + CWT,
                "text/html, */*;q=0.1|" + JWT
            })
    void whenAFormIsWantedThenThatComes(String accept, String type) {
        HttpResponse<byte[]> answer = get(told().uri(), "Accept", accept);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Type")).isEqualTo(type);
        assertThat(answer.headers().allValues("Vary").toString()).contains("Accept", "Accept-Encoding");
    }

    @Test
    void whenFormsAreWantedInSeveralHeadersThenAllCount() {
        HttpResponse<byte[]> answer = get(told().uri(), "Accept", "text/html", "Accept", CWT);
        assertThat(header(answer, "Content-Type")).isEqualTo(CWT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/statuslist+jwt;q=0", "nonsense", ";;;"})
    void whenNoFormOfOursIsWantedThenNoneComes(String accept) {
        assertThat(get(told().uri(), "Accept", accept).statusCode()).isEqualTo(406);
    }

    @Test
    void whenGzipIsTakenThenTheSameComesSmaller() throws IOException {
        Told told = told();
        HttpResponse<byte[]> plain = get(told.uri(), "Accept", JWT);
        HttpResponse<byte[]> gzip = get(told.uri(), "Accept", JWT, "Accept-Encoding", "br, gzip;q=0.8");
        assertThat(header(plain, "Content-Encoding")).isEqualTo("none");
        assertThat(header(gzip, "Content-Encoding")).isEqualTo("gzip");
        assertThat(gzip.body().length).isLessThan(plain.body().length);
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip.body()))) {
            assertThat(in.readAllBytes()).isEqualTo(plain.body());
        }
        assertThat(header(gzip, "ETag")).isNotEqualTo(header(plain, "ETag"));
        assertThat(header(get(told.uri(), "Accept-Encoding", "gzip;q=0"), "Content-Encoding"))
                .isEqualTo("none");
    }

    @Test
    void whenNothingChangedThenThatIsAllThatIsSaid() {
        Told told = told();
        HttpResponse<byte[]> first = get(told.uri());
        String tag = header(first, "ETag");
        assertThat(header(first, "Cache-Control")).contains("max-age=300").contains("public");
        HttpResponse<byte[]> again = get(told.uri(), "If-None-Match", tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(header(again, "ETag")).isEqualTo(tag);
        apply(told, Cause.PAUSED);
        HttpResponse<byte[]> changed = get(told.uri(), "If-None-Match", tag);
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(header(changed, "ETag")).isNotEqualTo(tag);
    }

    @Test
    void whenAnotherSitesPageReadsAListThenItMay() {
        HttpResponse<byte[]> answer = get(told().uri(), "Origin", "https://elsewhere.example");
        assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(header(answer, "Access-Control-Allow-Credentials")).isEqualTo("none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"999999", "-1", "x", "00", "99999999999999999999", "1e3"})
    void whenThereIsNoSuchListThenItIsSaid(String list) {
        HttpResponse<byte[]> answer = get(URI.create(ISSUER + "/status-lists/" + list));
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(text(answer)).contains("status_list_unknown");
    }

    /** As if the lists of this one, as they are now, had been signed that long ago. */
    private void age(Told told, Duration by) {
        jdbc.sql("""
                        update status_list_token set issued_at = issued_at - make_interval(secs => ?),
                          expires_at = expires_at - make_interval(secs => ?) where list = ?""").params(by.toSeconds(), by.toSeconds(), told.list()).update();
    }

    @Test
    void whenATimeIsAskedForThenTheListOfThenComesIfItIsKept() {
        Told told = told();
        age(told, Duration.ofHours(3));
        apply(told, Cause.ANCHOR_CONTENT_CHANGED);
        long now = Instant.now().getEpochSecond();
        URI before = URI.create(told.uri() + "?time=" + (now - 2 * 3600));
        HttpResponse<byte[]> then = get(before, "Accept", JWT);
        assertThat(then.statusCode()).isEqualTo(200);
        assertThat(StatusValue.VALID)
                .isEqualTo(PublishedList.read(tls(), told.uri(), text(then)).get(told.index()));
        HttpResponse<byte[]> lately = get(URI.create(told.uri() + "?time=" + (now + 1)), "Accept", JWT);
        assertThat(PublishedList.read(tls(), told.uri(), text(lately)).get(told.index()))
                .isEqualTo(StatusValue.REISSUE_REQUIRED);
        for (String gone : List.of(Long.toString(now - 40L * 86_400), "0", Long.toString(now + 3 * 86_400))) {
            HttpResponse<byte[]> none = get(URI.create(told.uri() + "?time=" + gone));
            assertThat(none.statusCode()).isEqualTo(404);
            assertThat(text(none)).contains("status_list_time");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "1.5", "253402300800", "99999999999999999999"})
    void whenTheTimeIsNoneThenItIsSaid(String time) {
        HttpResponse<byte[]> answer = get(URI.create(told().uri() + "?time=" + time));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(text(answer)).contains("\"time\"");
    }

    @Test
    void whenTheLastListIsOverThenNoneIsServedUntilOneIsSigned() {
        Told told = told();
        age(told, Duration.ofDays(2));
        HttpResponse<byte[]> none = get(told.uri());
        assertThat(none.statusCode()).isEqualTo(503);
        assertThat(text(none)).contains("status_list_away");
        assertThat(header(none, "Retry-After")).isEqualTo("60");
        assertThat(get(URI.create(told.uri() + "/since/1")).statusCode()).isEqualTo(503);
        jdbc.sql("update status_list set published_at = published_at - interval '13 hours' where list = ?")
                .param(told.list())
                .update();
        publisher.due();
        assertThat(fetch(told).get(told.index())).isEqualTo(StatusValue.VALID);
    }

    @Test
    void whenHalfOfItsTermIsOverThenAListIsSignedAnew() throws ParseException {
        Told told = told();
        publisher.due();
        long number = number(fetch(told));
        publisher.due();
        assertThat(number(fetch(told))).as("nothing to say").isLessThanOrEqualTo(number + 1);
        jdbc.sql("update status_list set published_at = published_at - interval '12 hours' where list = ?")
                .param(told.list())
                .update();
        publisher.due();
        assertThat(number(fetch(told))).isGreaterThan(number);
    }

    private static long number(PublishedList list) throws ParseException {
        return ((Number) Objects.requireNonNull(
                        list.claims().getJSONObjectClaim("status_list_version").get("number")))
                .longValue();
    }

    /** The list as it is now, of a step of time before all that is signed later: of those of one second one alone is kept. */
    private PublishedList signedBefore(Told told) throws ParseException {
        PublishedList list = fetch(told);
        jdbc.sql(
                        "update status_list_token set issued_at = issued_at - interval '1 minute' where list = ? and number = ?")
                .params(told.list(), number(list))
                .update();
        return list;
    }

    @Test
    void whenChangesAreAskedForThenTheyMakeTheLaterListOfTheEarlierOne() throws ParseException {
        Told one = told();
        Told two = told();
        PublishedList before = signedBefore(one);
        apply(one, Cause.PAUSED);
        apply(two, Cause.ANCHOR_CONTENT_CHANGED);
        apply(one, Cause.WITHDRAWN);
        URI changes = URI.create((String)
                before.claims().getJSONObjectClaim("status_list_version").get("changes_uri"));
        HttpResponse<byte[]> answer = get(changes);
        assertThat(header(answer, "Content-Type")).isEqualTo("application/statuslist-changes+jwt");
        SignedJWT jwt = SignedJWT.parse(text(answer));
        assertThat(jwt.getHeader().getType()).hasToString("statuslist-changes+jwt");
        Map<String, Object> told = jwt.getJWTClaimsSet().getJSONObjectClaim("status_list_changes");
        assertThat(told.get("from")).isEqualTo(number(before));
        PublishedList after = fetch(one);
        assertThat(told.get("to")).isEqualTo(number(after));
        StatusBits made = before.bits().copy();
        ChangesReader.apply(made, new Base64URL((String) told.get("changes")).decode());
        assertThat(made).isEqualTo(after.bits()).isNotEqualTo(before.bits());
        assertThat(Base64URL.encode(MerkleRoot.of(made)).toString())
                .isEqualTo(told.get("root"))
                .isEqualTo(
                        after.claims().getJSONObjectClaim("status_list_version").get("root"));
        assertThat(get(changes, "If-None-Match", header(answer, "ETag")).statusCode())
                .isEqualTo(304);
        for (String gone : List.of("0", Long.toString(number(after) + 1), "x")) {
            HttpResponse<byte[]> none = get(URI.create(one.uri() + "/since/" + gone));
            assertThat(none.statusCode()).isEqualTo(404);
            assertThat(text(none)).contains("status_list_forgotten");
        }
    }

    @Test
    void whenAListIsNoLongerKeptThenTheChangesSinceTheOneBeforeItComeToTheSame() throws ParseException {
        Told one = told();
        PublishedList first = signedBefore(one);
        apply(one, Cause.PAUSED);
        PublishedList second = fetch(one);
        apply(one, Cause.WITHDRAWN);
        PublishedList third = fetch(one);
        // As if both had been signed within one step of time.
        jdbc.sql("delete from status_list_token where list = ? and number = ?")
                .params(one.list(), number(second))
                .update();
        Map<String, Object> told = SignedJWT.parse(text(get(URI.create(one.uri() + "/since/" + number(second)))))
                .getJWTClaimsSet()
                .getJSONObjectClaim("status_list_changes");
        assertThat(told.get("from")).isEqualTo(number(first));
        for (PublishedList earlier : List.of(first, second)) {
            StatusBits made = earlier.bits().copy();
            ChangesReader.apply(made, new Base64URL((String) told.get("changes")).decode());
            assertThat(made).isEqualTo(third.bits());
        }
    }

    @Test
    void whenHistoryIsOverThenItIsForgotten() {
        Told told = told();
        apply(told, Cause.PAUSED);
        age(told, Duration.ofDays(40));
        apply(told, Cause.WITHDRAWN);
        jdbc.sql("update status_list set checked_at = checked_at - interval '2 days' where list = ?")
                .param(told.list())
                .update();
        publisher.due();
        assertThat(value("select count(*) from status_list_token where list = ?", told.list()))
                .isEqualTo(1L);
        assertThat(value(
                        "select count(*) from status_list_change where list = ? and number <="
                                + " (select min(number) from status_list_token where list = ?)",
                        told.list(),
                        told.list()))
                .isEqualTo(0L);
        assertThat(fetch(told).get(told.index())).isEqualTo(StatusValue.INVALID);
    }

    @Test
    void whenAFolderIsSetThenTheSameListsLieThereAsFiles() throws IOException {
        Told told = told();
        apply(told, Cause.PAUSED);
        assertThat(folder.write()).isPositive();
        assertThat(folder.write()).as("nothing is new").isZero();
        Path files = FOLDER.resolve("status-lists");
        assertThat(files.resolve(told.list() + ".jwt")).hasContent(text(get(told.uri(), "Accept", JWT)));
        assertThat(Files.readAllBytes(files.resolve(told.list() + ".cwt")))
                .isEqualTo(get(told.uri(), "Accept", CWT).body());
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(files.resolve(told.list() + ".jwt.gz")))) {
            assertThat(in.readAllBytes()).isEqualTo(Files.readAllBytes(files.resolve(told.list() + ".jwt")));
        }
        assertThat(files.resolve("index.json")).content().contains("status_lists");
        apply(told, Cause.WITHDRAWN);
        assertThat(folder.write()).isPositive();
        assertThat(PublishedList.read(tls(), told.uri(), Files.readString(files.resolve(told.list() + ".jwt")))
                        .get(told.index()))
                .isEqualTo(StatusValue.INVALID);
        try (var left = Files.list(files)) {
            assertThat(left.filter(each -> each.getFileName().toString().startsWith(".")))
                    .isEmpty();
        }
    }
}
