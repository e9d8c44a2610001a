package io.reeve.election;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A request of one manager to another, as it stands in the asker's registration. */
public sealed interface PeerRequest {
    /** To hand over in that epoch; {@code how} has the reason, and whether the cluster is set down. */
    record HandOver(long epoch, StepDown how) implements PeerRequest {}

    /** To take a connection for that of the asker; {@code to} is the gid of the asked one, to which alone it is addressed. */
    record Connect(long to) implements PeerRequest {}

    /** To write a line into the audit channel; the registration has only its digest. */
    record Audit(String digest) implements PeerRequest {
        /** The request to write that line. */
        public static Audit of(String line) {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(line.getBytes(StandardCharsets.UTF_8));
                return new Audit(HexFormat.of().formatHex(digest));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }
    }
}
