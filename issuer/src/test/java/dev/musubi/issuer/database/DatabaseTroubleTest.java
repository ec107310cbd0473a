package dev.musubi.issuer.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessResourceFailureException;

class DatabaseTroubleTest {

    private static RuntimeException failure(String state) {
        return new DataAccessResourceFailureException("failed", new SQLException("failed", state));
    }

    @ParameterizedTest
    @ValueSource(strings = {"40001", "40P01"})
    void whenOneLostItsRaceThenTheOthersGoOn(String state) {
        assertThat(DatabaseTrouble.of(failure(state))).contains(DatabaseTrouble.AWAY);
        assertThatCode(() -> DatabaseTrouble.rethrow(failure(state))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "57P01", "53300", "25006"})
    void whenTheDatabaseIsAwayThenNobodyElseIsTried(String state) {
        RuntimeException failure = failure(state);
        assertThatThrownBy(() -> DatabaseTrouble.rethrow(failure)).isSameAs(failure);
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "22021", "42601"})
    void whenItIsAboutSomethingElseThenTheDatabaseIsThere(String state) {
        assertThat(DatabaseTrouble.of(failure(state))).isEmpty();
    }
}
