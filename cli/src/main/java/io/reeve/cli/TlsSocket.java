package io.reeve.cli;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** TLS over a connection, in a class of its own: the classes of TLS are loaded for {@code https} only. */
final class TlsSocket {
    private TlsSocket() {}

    /** Loads the classes and the certificates, which takes longer than a handshake may. */
    static void prepare() {
        SSLSocketFactory.getDefault();
    }

    /** Does the handshake, and checks that the certificate is the host's. */
    static Socket over(Socket plain, String host) throws IOException {
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket tls = (SSLSocket) factory.createSocket(plain, host, plain.getPort(), true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return tls;
    }
}
