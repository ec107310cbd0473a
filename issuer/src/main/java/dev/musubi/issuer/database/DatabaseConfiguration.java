package dev.musubi.issuer.database;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import dev.musubi.postgres.EmbeddedPostgres;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Connects to the PostgreSQL that {@code spring.datasource.url} names, or brings up the embedded one where it names none.
 * Decided at each start and not by a condition on beans, because the beans are worked out when the issuer is built.
 */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

    /**
     * Settings of the embedded server.
     *
     * @param folder where the embedded cluster lies
     * @param binaries where its server is unpacked
     * @param connections size of the connection pool
     */
    @ConfigurationProperties("musubi.database")
    record Settings(
            @DefaultValue(".musubi/issuer/postgresql") Path folder,
            @DefaultValue(".musubi/postgresql-binaries") Path binaries,
            @DefaultValue("16") int connections) {}

    @Bean(destroyMethod = "close")
    EmbeddedServer embeddedServer(Settings settings, DataSourceProperties given) {
        return new EmbeddedServer(
                settings, given.getUrl() == null || given.getUrl().equals("embedded"));
    }

    @Bean(destroyMethod = "close")
    @ConfigurationProperties("spring.datasource.hikari")
    HikariDataSource dataSource(
            Settings settings, DataSourceProperties given, EmbeddedServer embedded, MeterRegistry registry) {
        Pool pool = embedded.running().map(server -> pool(server, settings)).orElseGet(() -> pool(given));
        pool.setPoolName("issuer");
        pool.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(registry));
        return pool;
    }

    @Bean
    PlatformTransactionManager transactionManager(DataSource dataSource) {
        return new Transactions(dataSource);
    }

    private static Pool pool(DataSourceProperties given) {
        Pool pool = new Pool();
        pool.setJdbcUrl(given.determineUrl());
        pool.setUsername(given.determineUsername());
        pool.setPassword(given.determinePassword());
        pool.setDriverClassName(given.determineDriverClassName());
        return pool;
    }

    private static Pool pool(EmbeddedPostgres server, Settings settings) {
        Pool pool = new Pool();
        pool.setJdbcUrl(server.jdbcUrl());
        pool.setUsername(server.user());
        pool.setPassword(server.password());
        pool.setMaximumPoolSize(settings.connections());
        // At the start there is no need for all of them.
        pool.setMinimumIdle(2);
        return pool;
    }
}
