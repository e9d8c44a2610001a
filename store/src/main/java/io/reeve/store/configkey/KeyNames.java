package io.reeve.store.configkey;

import io.reeve.election.ClusterPaths;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The node of a config-key. The layout is stable:
 *
 * <pre>
 * /reeve/CLUSTER/config-key/HHH/NAME
 *
 * HHH   the first three hexadecimal digits (lower case) of the SHA-256 of the key's UTF-8 bytes: 4096 buckets
 * NAME  the key's UTF-8 bytes; A-Z a-z 0-9 - _ ~ and a '.' that is not the first stand for themselves,
 *       every other byte is %XX (upper case)
 * </pre>
 *
 * <p>A name has at most 3,072 bytes. With 50,000 of the longest keys a bucket holds about 12 of them, so that the answer
 * to a list of its children is far from ZooKeeper's limit of 1 MiB.
 *
 * @param key    the key
 * @param bucket HHH
 * @param name   NAME
 */
record KeyNames(String key, String bucket, String name) {
    /** The longest key, in bytes of UTF-8. */
    static final int MAX_KEY_BYTES = 1024;

    private static final HexFormat UPPER = HexFormat.of().withUpperCase();

    /** The node of a key. */
    static KeyNames of(String key) {
        byte[] utf8 = utf8(key);
        return new KeyNames(key, bucketOf(utf8), nameOf(utf8));
    }

    /** The key of a node, or empty when no key has this bucket and name. */
    static Optional<KeyNames> parse(String bucket, String name) {
        return decode(name).flatMap(KeyNames::ofStored).filter(k -> k.name.equals(name) && k.bucket.equals(bucket));
    }

    /** Whether a node of this name can be a bucket. */
    static boolean isBucket(String name) {
        return name.length() == 3 && name.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    String bucketPath(ClusterPaths paths) {
        return paths.configKey() + "/" + bucket;
    }

    String path(ClusterPaths paths) {
        return bucketPath(paths) + "/" + name;
    }

    /** The length of the key in bytes. */
    static int utf8Length(String key) {
        return key.getBytes(StandardCharsets.UTF_8).length;
    }

    private static Optional<KeyNames> ofStored(String key) {
        try {
            return Optional.of(of(key));
        } catch (BadKeyException e) {
            return Optional.empty();
        }
    }

    private static byte[] utf8(String key) {
        byte[] utf8;
        try {
            ByteBuffer buffer = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(key));
            utf8 = new byte[buffer.remaining()];
            buffer.get(utf8);
        } catch (CharacterCodingException e) {
            throw new BadKeyException(
                    "error: the key is not valid Unicode (half of a surrogate pair): use whole characters");
        }
        if (utf8.length == 0 || utf8.length > MAX_KEY_BYTES) {
            throw new BadKeyException("error: the key has " + utf8.length + " bytes: use 1 to " + MAX_KEY_BYTES);
        }
        return utf8;
    }

    private static String bucketOf(byte[] utf8) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(utf8);
            return HexFormat.of().formatHex(hash, 0, 2).substring(0, 3);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256, which every Java must have", e);
        }
    }

    private static String nameOf(byte[] utf8) {
        StringBuilder name = new StringBuilder(utf8.length);
        for (byte b : utf8) {
            char c = (char) (b & 0xff);
            if (standsForItself(c) && !(c == '.' && name.isEmpty())) {
                name.append(c);
            } else {
                UPPER.toHexDigits(name.append('%'), b);
            }
        }
        return name.toString();
    }

    private static boolean standsForItself(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-_~.".indexOf(c) >= 0;
    }

    private static Optional<String> decode(String name) {
        ByteBuffer bytes = ByteBuffer.allocate(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c != '%') {
                bytes.put((byte) (c < 0x80 ? c : 0xff));
            } else if (i + 2 < name.length() && HexFormat.isHexDigit(name.charAt(i + 1))
                    && HexFormat.isHexDigit(name.charAt(i + 2))) {
                bytes.put((byte) HexFormat.fromHexDigits(name, i + 1, i + 3));
                i += 2;
            } else {
                return Optional.empty();
            }
        }
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
