/** Re-issue without the holder doing anything: with consent, on the latest attributes from J-LIS. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {"anchor", "audit", "consent", "database", "privateid", "vault"})
package dev.musubi.issuer.refresh;
