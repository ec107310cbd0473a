package dev.musubi.issuer.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.fixture.IssuerTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemonstrationEndpointTest extends IssuerTest {

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT"})
    void whenItIsNoDemonstrationThenTheClockCannotBeReached(String method) throws Exception {
        Instant before = clock.instant();
        HttpRequest request = HttpRequest.newBuilder(URI.create(OPERATOR_DOOR + "/operator/clock"))
                .header("Authorization", "Bearer " + Files.readString(FOLDER.resolve("operator-token")))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString("{\"now\":\"2040-01-01T00:00:00Z\"}"))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body()).contains("no_such_resource");
        }
        assertThat(clock.instant()).isBefore(before.plusSeconds(3600));
    }
}
