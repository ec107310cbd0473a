/** Who asks at the relying parties' door. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.relyingparty.web;
