package dev.musubi.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The first page of the demonstration: its doors, its two languages, and nothing but them. */
class LandingTest {

    private static final Map<String, String> VALUES = Map.ofEntries(
            Map.entry("phone", "https://localhost:1/"),
            Map.entry("bank", "https://localhost:2/"),
            Map.entry("city", "https://localhost:3/"),
            Map.entry("hall", "http://localhost:4/"),
            Map.entry("telco", "https://localhost:5/"),
            Map.entry("pin", "MUSUBI1"),
            Map.entry("digits", "1234"),
            Map.entry("parties", "https://localhost:6"),
            Map.entry("operators", "http://localhost:7"),
            Map.entry("key", "/a folder/<b>&\"c"),
            Map.entry("token", "token"),
            Map.entry("data", "data"));

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static Landing landing;

    @BeforeAll
    static void open() throws IOException {
        landing = Landing.open(0, VALUES, Optional.of("結城　花子（R000001）"));
    }

    @AfterAll
    static void close() {
        landing.close();
        HTTP.close();
    }

    private static HttpResponse<String> get(String path, String languages) throws IOException, InterruptedException {
        URI uri = URI.create(landing.uri() + path);
        return HTTP.send(
                HttpRequest.newBuilder(uri).header("Accept-Language", languages).build(), BodyHandlers.ofString());
    }

    @Test
    void whenItIsOpenedThenTheDoorsAreInTheBrowsersLanguage() throws Exception {
        Document japanese = Jsoup.parse(get("", "de, ja;q=0.8").body());
        Document english = Jsoup.parse(get("", "en-GB, ja;q=0.8").body());
        assertThat(japanese.expectFirst("html").attr("lang")).isEqualTo("ja");
        assertThat(english.expectFirst("html").attr("lang")).isEqualTo("en");
        for (Document each : List.of(japanese, english)) {
            assertThat(each.select(".doors a").eachAttr("href"))
                    .containsExactly(
                            "https://localhost:1/",
                            "https://localhost:2/",
                            "https://localhost:3/",
                            "http://localhost:4/?lang=" + each.select("html").attr("lang"));
            assertThat(each.select("ol li")).hasSize(3);
            assertThat(each.text()).contains("MUSUBI1", "1234", "R000001", "/a folder/<b>&\"c");
            assertThat(each.html()).doesNotContain("{{");
        }
        assertThat(Jsoup.parse(get("", "%%%").body()).expectFirst("html").attr("lang"))
                .as("what nobody understands")
                .isEqualTo("ja");
    }

    @Test
    void whenALanguageIsChosenThenTheBrowsersDoesNotCount() throws Exception {
        assertThat(get("en", "ja").body()).contains("<html lang=\"en\">");
        assertThat(get("ja", "en").body()).contains("<html lang=\"ja\">");
    }

    @Test
    void whenAnythingElseIsAskedForThenThereIsNothing() throws Exception {
        assertThat(get("somewhere", "ja").statusCode())
                .as("led to the page there is")
                .isEqualTo(302);
        assertThat(HTTP.send(
                                HttpRequest.newBuilder(landing.uri())
                                        .POST(BodyPublishers.ofString("x"))
                                        .build(),
                                BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(405);
        assertThat(get("", "ja").headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy ->
                        assertThat(policy).contains("default-src 'none'").doesNotContain("unsafe"));
    }
}
