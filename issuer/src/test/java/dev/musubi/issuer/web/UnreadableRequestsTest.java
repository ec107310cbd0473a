package dev.musubi.issuer.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.musubi.issuer.fixture.ClientTls;
import dev.musubi.issuer.fixture.IssuerTest;
import dev.musubi.issuer.relyingparty.RelyingParties;
import dev.musubi.issuer.relyingparty.RelyingParty;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What no client library sends, written to the socket byte by byte, at each door: most of it the server refuses before the
 * application has seen it, and that too is said in the door's form, as the caller's fault, and gives nothing inside away.
 */
class UnreadableRequestsTest extends IssuerTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String NL = "\r\n";
    private static final ClientKey BANK = ClientKey.make(-1, 1);

    @Autowired
    RelyingParties parties;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    /** A door, and something behind it. */
    record At(Door door, String path) {
        boolean speaksOAuth() {
            return path.startsWith("/openid/");
        }

        @Override
        public String toString() {
            return door + " " + path;
        }
    }

    static Stream<At> places() {
        return Stream.of(
                new At(Door.HOLDERS, "/openid/token"),
                new At(Door.HOLDERS, "/v1/holder/state"),
                new At(Door.RELYING_PARTIES, "/openid/par"),
                new At(Door.RELYING_PARTIES, "/v1/disclosures"),
                new At(Door.OPERATORS, "/operator/sweeps"));
    }

    @BeforeEach
    void listen() {
        parties.register(
                new RelyingParty(
                        "raw-bank", "Raw Bank", "raw.example", RelyingParty.Law.JP_AML, List.of(), false, null),
                BANK.certificate());
        log.start();
        root().addAppender(log);
    }

    @AfterEach
    void listenNoMore() {
        root().detachAppender(log);
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private static Socket open(Door door) throws IOException {
        Path server = FOLDER.resolve("tls/server.pem");
        return switch (door) {
            case OPERATORS ->
                new Socket(
                        InetAddress.getLoopbackAddress(),
                        URI.create(OPERATOR_DOOR).getPort());
            case HOLDERS -> open(ClientTls.trusting(server), ISSUER);
            case RELYING_PARTIES ->
                open(ClientTls.trusting(server, BANK.pair().getPrivate(), BANK.certificate()), MUTUAL_TLS);
        };
    }

    private static Socket open(SSLContext context, String door) throws IOException {
        return context.getSocketFactory()
                .createSocket("localhost", URI.create(door).getPort());
    }

    /** The bytes of an answer: as many as it says it has, or all until the connection ends. */
    private static String answer(Door door, String request) throws IOException {
        try (Socket socket = open(door)) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            for (int c = in.read(); c >= 0; c = in.read()) {
                read.write(c);
                if (isWhole(read)) {
                    break;
                }
            }
            return read.toString(StandardCharsets.UTF_8);
        }
    }

    private static boolean isWhole(ByteArrayOutputStream read) {
        String text = read.toString(StandardCharsets.ISO_8859_1);
        int head = text.indexOf(NL + NL);
        if (head < 0) {
            return false;
        }
        return text.substring(0, head)
                .lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .anyMatch(line -> text.length() - head - 4
                        == Integer.parseInt(line.substring(15).strip()));
    }

    private String head(At at) throws IOException {
        String token = Files.readString(FOLDER.resolve("operator-token")).strip();
        return "Host: localhost" + NL + "Connection: close" + NL
                + (at.door() == Door.OPERATORS ? "Authorization: Bearer " + token + NL : "");
    }

    /** What callers get wrong, by name. */
    private Map<String, String> faults(At at) throws IOException {
        String path = at.path();
        String head = head(at);
        Map<String, String> faults = new LinkedHashMap<>();
        for (String target : List.of(
                "?x=%zz",
                "?x=%", "?x=<", "?x=\"", "?x=a b", "?x=%00", "?x=\0", "?x=\1", "?x=\u00ff", "?x=%ff%fe", "#x")) {
            faults.put("query " + printable(target), "GET " + path + target + " HTTP/1.1" + NL + head + NL);
        }
        for (String target :
                List.of("/%zz", "/%00", "/%2f", "/%5c", "/%c0%af", "/|", "/{", "/\\", "/../x", "/%2e%2e/", ";x=y")) {
            faults.put("path " + target, "GET " + path + target + " HTTP/1.1" + NL + head + NL);
        }
        String get = "GET " + path + " HTTP/1.1" + NL;
        faults.put("a long target", "GET " + path + "?x=" + "a".repeat(20_000) + " HTTP/1.1" + NL + head + NL);
        faults.put("many parameters", "GET " + path + "?" + "a=b&".repeat(2_000) + " HTTP/1.1" + NL + head + NL);
        faults.put("a long header", get + head + "X: " + "a".repeat(20_000) + NL + NL);
        faults.put("many headers", get + head + ("X: a" + NL).repeat(200) + NL);
        for (String header : List.of("garbage", "a b: c", ": c", "X: a\0b", "X: a\1b")) {
            faults.put("header " + printable(header), get + head + header + NL + NL);
        }
        for (String host : List.of("a b{c", "localhost:x", "localhost:99999999999", "[::1", "\u00ff")) {
            faults.put("host " + printable(host), get + "Host: " + host + NL + "Connection: close" + NL + NL);
        }
        faults.put("two hosts", get + "Host: a" + NL + "Host: b" + NL + "Connection: close" + NL + NL);
        faults.put("no host", get + "Connection: close" + NL + NL);
        faults.put("another's address", "GET http://evil.example" + path + " HTTP/1.1" + NL + head + NL);
        faults.put("no address", "GET http://evil%zz" + path + " HTTP/1.1" + NL + head + NL);
        for (String method : List.of("BREW", "TRACE", "G{T", "A".repeat(17_000))) {
            faults.put(
                    "method " + method.substring(0, Math.min(9, method.length())),
                    method + " " + path + " HTTP/1.1" + NL + head + NL);
        }
        faults.put("CONNECT", "CONNECT evil.example:443 HTTP/1.1" + NL + head + NL);
        faults.put("version 3.7", "GET " + path + " HTTP/3.7" + NL + head + NL);
        faults.put("version garbage", "GET " + path + " garbage" + NL + head + NL);
        faults.put("cookies", get + head + "Cookie: =; a; \"; ,\1=\u00ff; $Version=9; a=\"" + NL + NL);
        faults.put("many cookies", get + head + "Cookie: " + "a=b; ".repeat(1_000) + NL + NL);

        String post = "POST " + path + " HTTP/1.1" + NL + head;
        String form = post + "Content-Type: application/x-www-form-urlencoded" + NL;
        faults.put("a broken chunk", form + "Transfer-Encoding: chunked" + NL + NL + "zz" + NL + "abc" + NL);
        faults.put("an unknown coding", form + "Transfer-Encoding: garbage" + NL + NL);
        faults.put(
                "chunks and a length",
                form + "Transfer-Encoding: chunked" + NL + "Content-Length: 3" + NL + NL + "3" + NL + "a=b" + NL + "0"
                        + NL + NL);
        faults.put("two lengths", form + "Content-Length: 3" + NL + "Content-Length: 4" + NL + NL + "a=bc");
        for (String length : List.of("x", "-1", "99999999999999999999", "9999999999")) {
            faults.put("length " + length, form + "Content-Length: " + length + NL + NL);
        }
        faults.put("many fields", form + length("a=b&".repeat(5_000)));
        faults.put("a large form", form + length("a=" + "b".repeat(100_000)));
        faults.put("no UTF-8", form + length("token=\u00ff\u00fe"));
        faults.put("no UTF-8, encoded", form + length("token=%ff%fe"));
        faults.put("an expectation", form + "Expect: garbage" + NL + length("a=b"));
        faults.put("a coding of the content", form + "Content-Encoding: gzip" + NL + length("a=b"));
        for (String charset : List.of("garbage", "\"{ \"")) {
            faults.put(
                    "charset " + charset,
                    post + "Content-Type: application/x-www-form-urlencoded;charset=" + charset + NL
                            + length("token=x"));
        }
        String multipart = post + "Content-Type: multipart/form-data; boundary=x" + NL;
        String part = "--x" + NL + "Content-Disposition: form-data; name=\"token\"" + NL + NL + "x" + NL + "--x--" + NL;
        faults.put("multipart", multipart + length(part));
        faults.put("broken multipart", multipart + length("--x" + NL + "xx"));
        faults.put("boundless multipart", post + "Content-Type: multipart/form-data" + NL + length(part));
        return faults;
    }

    private static String length(String body) {
        return "Content-Length: " + body.length() + NL + NL + body;
    }

    private static String printable(String text) {
        return text.replaceAll("[^ -~]", "?");
    }

    @ParameterizedTest
    @MethodSource("places")
    void whenARequestCannotBeReadThenItIsTheCallersFaultInTheFormOfTheDoor(At at) throws IOException {
        for (Map.Entry<String, String> fault : faults(at).entrySet()) {
            String answer = answer(at.door(), fault.getValue());
            String what = at + ", " + fault.getKey() + ": " + answer;
            assertThat(answer).as(what).startsWith("HTTP/1.1 4");
            assertThat(answer).as(what).contains("X-Content-Type-Options: nosniff", "Cache-Control: no-store");
            Map<String, Object> said = JSON.readValue(
                    answer.substring(answer.indexOf('{'), answer.lastIndexOf('}') + 1), new TypeReference<>() {});
            if (at.speaksOAuth() && !fault.getKey().equals("path ;x=y")) {
                assertThat(said).as(what).containsKeys("error", "error_description");
                assertThat(answer).as(what).contains("Content-Type: application/json");
            } else {
                assertThat(said).as(what).containsKeys("type", "title", "status", "detail", "code", "instance");
            }
            assertThat(answer.toLowerCase(Locale.ROOT))
                    .as(what)
                    .doesNotContain("tomcat", "apache", "spring", "exception", "\tat ", "server:", "<html");
        }
        assertThat(log.list)
                .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.ERROR))
                .isEmpty();
    }

    /** HTTP/2 is not spoken, and what is none of HTTP is told so. */
    @Test
    void whenItIsNotHttp1ThenItGetsNoFurther() throws IOException {
        for (Door door : Door.values()) {
            assertThat(answer(door, "PRI * HTTP/2.0" + NL + NL + "SM" + NL + NL))
                    .isEmpty();
            assertThat(answer(door, "\u0016\u0003\1\2\0\1\0" + NL + NL)).contains("{\"error\":\"invalid_request\"");
            assertThat(answer(door, "OPTIONS * HTTP/1.1" + NL + "Host: localhost" + NL + "Connection: close" + NL + NL))
                    .startsWith("HTTP/1.1 200");
        }
    }

    /** A browser leaves these as they are; the request is answered as it would be had they been encoded. */
    @Test
    void whenAQueryHoldsWhatBrowsersDoNotEncodeThenItIsReadAsItWasMeant() throws IOException {
        String answer = answer(
                Door.HOLDERS,
                "GET /openid/authorize?client_id=nobody&state=a|b&claims={%22userinfo%22:{}}&x=[^`\\] HTTP/1.1" + NL
                        + "Host: localhost" + NL + "Accept: text/html" + NL + "Connection: close" + NL + NL);
        assertThat(answer).startsWith("HTTP/1.1 400").contains("id=\"error-code\">invalid_client<");
    }

    /** Somebody in a browser sees a page. */
    @Test
    void whenABrowserSendsTooMuchThenAPageSaysSo() throws IOException {
        String answer = answer(
                Door.HOLDERS,
                "GET /openid/authorize HTTP/1.1" + NL + "Host: localhost" + NL + "Accept: text/html" + NL
                        + "Connection: close" + NL + "Cookie: " + "a=b; ".repeat(1_000) + NL + NL);
        assertThat(answer)
                .startsWith("HTTP/1.1 400")
                .contains("<html lang=\"ja\">", "はじめからやり直してください", "malformed_request");
    }
}
