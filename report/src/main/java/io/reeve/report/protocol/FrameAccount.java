package io.reeve.report.protocol;

/** The account of the bytes that a decoder holds of a frame that is not complete. */
public interface FrameAccount {
    /** An account without a limit but that of a frame. */
    FrameAccount UNLIMITED = bytes -> {};

    /**
     * Sets the number of bytes that are held now.
     *
     * @throws NotOursException if they are too many together with what others hold; the message names limit and setting
     */
    void holds(int bytes) throws NotOursException;
}
