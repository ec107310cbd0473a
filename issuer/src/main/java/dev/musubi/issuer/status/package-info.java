/**
 * What became of each private ID, published in lists that name nobody (Token Status List): places dealt by chance, lists
 * signed and kept, and a guard that lets none out that would be worse than the last.
 */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "audit",
            "database",
            "metrics",
            "privateid",
            "promise",
            "relyingparty",
            "time",
            "vault",
            "web"
        })
package dev.musubi.issuer.status;
