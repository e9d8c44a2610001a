package io.reeve.election.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/**
 * A key and its self-signed certificate, made by the JDK's keytool.
 *
 * @param pkcs12       both, under a password
 * @param passwordFile the file with the password
 * @param pem          the certificate alone
 * @param keyPem       both, without a password
 */
public record TestCertificate(Path pkcs12, Path passwordFile, Path pem, Path keyPem) {
    private static final String PASSWORD = "not-a-secret";

    /** Makes one whose certificate names these hosts, such as {@code ip:127.0.0.1}. */
    public static TestCertificate of(Path folder, String name, String hosts) throws Exception {
        Path store = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias",
                        "it",
                        "-keyalg", "EC", "-dname", "CN=" + name, "-validity", "2", "-ext", "san=" + hosts, "-storetype",
                        "PKCS12", "-keystore", store.toString(), "-storepass", PASSWORD))
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool failed: " + said);
        }
        return of(folder, name, store);
    }

    private static TestCertificate of(Path folder, String name, Path file)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        Key key = store.getKey("it", PASSWORD.toCharArray());
        String certificate = pem("CERTIFICATE", store.getCertificate("it").getEncoded());
        return new TestCertificate(file, Files.writeString(folder.resolve(name + ".password"), PASSWORD + "\n"),
                Files.writeString(folder.resolve(name + ".pem"), certificate),
                Files.writeString(folder.resolve(name + "-key.pem"),
                        pem("PRIVATE KEY", key.getEncoded()) + certificate));
    }

    private static String pem(String what, byte[] content) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(content)
                + "\n-----END " + what + "-----\n";
    }
}
