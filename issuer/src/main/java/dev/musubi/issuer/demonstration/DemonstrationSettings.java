package dev.musubi.issuer.demonstration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whether this is a demonstration. A word that is neither yes nor no keeps the issuer from starting.
 *
 * @param demonstration true where the clock may be moved
 */
@ConfigurationProperties("musubi")
record DemonstrationSettings(@DefaultValue("false") boolean demonstration) {}
