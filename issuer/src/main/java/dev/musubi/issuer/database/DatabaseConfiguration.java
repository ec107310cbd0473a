package dev.musubi.issuer.database;

import com.zaxxer.hikari.HikariDataSource;
import dev.musubi.issuer.database.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Brings up the embedded PostgreSQL where no {@code spring.datasource.url} is set; otherwise Spring Boot connects. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

    /**
     * Settings of the store.
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
    @ConditionalOnProperty(name = "spring.datasource.url", matchIfMissing = true, havingValue = "embedded")
    EmbeddedPostgres embeddedPostgres(Settings settings) throws IOException {
        return EmbeddedPostgres.start(settings.folder(), settings.binaries());
    }

    @Bean
    @ConditionalOnProperty(name = "spring.datasource.url", matchIfMissing = true, havingValue = "embedded")
    DataSource dataSource(EmbeddedPostgres server, Settings settings) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(server.jdbcUrl());
        pool.setUsername(server.user());
        pool.setPassword(server.password());
        pool.setMaximumPoolSize(settings.connections());
        pool.setPoolName("issuer");
        return pool;
    }
}
