package io.reeve.election;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/** The trial of a ZooKeeper server: whether it takes a connection as this process makes it, and if not, why. */
final class ServerTrial {
    private static final String FOREIGN = "Unsupported or unrecognized SSL message";
    private static final String ALERT = "Received fatal alert: ";
    private static final byte[] WORD = "srvr".getBytes(StandardCharsets.US_ASCII);

    private final ZooKeeperAccess access;
    private final int limitMillis;

    ServerTrial(ZooKeeperAccess access, int limitMillis) {
        this.access = access;
        this.limitMillis = limitMillis;
    }

    /** The result of a trial. */
    sealed interface Result {
        /** Nothing is wrong that a connection alone shows. */
        record Fine() implements Result {}

        /** No connection comes about. */
        record Unreachable(String why) implements Result {}

        /** The server and this process do not fit each other; the reason says what to set. */
        record Refused(String why) implements Result {}
    }

    /** Tries a server. Blocks for some times the limit at most. */
    Result of(InetSocketAddress server) {
        String host = server.getHostString();
        try (Socket socket = access.connect(host, server.getPort(), limitMillis)) {
            return switch (ask(socket)) {
                case ANSWERED -> new Result.Fine();
                case ENDED -> access.isSecure()
                        ? ownCertificate("the connection ended after the handshake")
                        : unanswered(host, server.getPort());
                case SILENT -> access.isSecure() ? new Result.Fine() : unanswered(host, server.getPort());
            };
        } catch (SSLException e) {
            return refused(e, host, server.getPort());
        } catch (IOException e) {
            return access.isSecure() && speaksPlain(host, server.getPort())
                    ? plainPort()
                    : new Result.Unreachable(Objects.toString(e.getMessage(), e.toString()));
        }
    }

    private Result refused(SSLException e, String host, int port) {
        String message = Objects.toString(e.getMessage(), e.toString());
        int alert = message.indexOf(ALERT); // newer JDKs write the alert's name before it
        if (alert >= 0) {
            return ownCertificate(message.substring(alert + ALERT.length()));
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof GeneralSecurityException) {
                return new Result.Refused("its certificate is not accepted (" + cause.getMessage()
                        + "): check zookeeper-trust-store, and that the certificate names the host");
            }
        }
        return message.contains(FOREIGN) || speaksPlain(host, port)
                ? plainPort()
                : new Result.Unreachable(message);
    }

    private static Result plainPort() {
        return new Result.Refused("it speaks no TLS on this port: name its secure port, or leave out zookeeper-tls");
    }

    /** The result for a server that does not answer plain words: one that speaks TLS waits for a handshake. */
    private Result unanswered(String host, int port) {
        return speaksTls(host, port)
                ? new Result.Refused("it wants TLS, and this process speaks plain: set zookeeper-tls: true")
                : new Result.Fine();
    }

    private static Result ownCertificate(String why) {
        return new Result.Refused("it does not accept the certificate of this process (" + why
                + "): check zookeeper-key-store");
    }

    /** The answer of a server to a word. */
    private enum Answer {
        ANSWERED, ENDED, SILENT
    }

    /** Sends a word. What a server says of the certificate of this process comes only now, as an exception. */
    private static Answer ask(Socket socket) throws SSLException {
        try {
            socket.getOutputStream().write(WORD);
            return socket.getInputStream().read() >= 0 ? Answer.ANSWERED : Answer.ENDED;
        } catch (SocketTimeoutException e) {
            return Answer.SILENT;
        } catch (SSLException e) {
            throw e;
        } catch (IOException e) {
            return Answer.ENDED;
        }
    }

    private boolean speaksPlain(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), limitMillis);
            socket.setSoTimeout(limitMillis);
            return ask(socket) == Answer.ANSWERED;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether a server answers a handshake, if only to refuse it or with a certificate that is not trusted. */
    private boolean speaksTls(String host, int port) {
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(host, port), limitMillis);
            plain.setSoTimeout(limitMillis);
            SSLSocket secure = (SSLSocket) SSLContext.getDefault()
                    .getSocketFactory()
                    .createSocket(plain, host, port, true);
            secure.startHandshake();
            return true;
        } catch (SSLException e) {
            String message = Objects.toString(e.getMessage());
            return message.contains(ALERT) || isOfCertificate(e);
        } catch (IOException | NoSuchAlgorithmException e) {
            return false;
        }
    }

    private static boolean isOfCertificate(SSLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof GeneralSecurityException) {
                return true;
            }
        }
        return false;
    }
}
