@org.jspecify.annotations.NullMarked
package dev.musubi.relyingparty.reissue;
