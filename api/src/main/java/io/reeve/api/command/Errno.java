package io.reeve.api.command;

/** The errors of commands, with Linux's numbers. A status is 0 or the negative number of an error. */
public enum Errno {
    EPERM(1), ENOENT(2), EINTR(4), EIO(5), ENXIO(6), E2BIG(7), EAGAIN(11), ENOMEM(12), EACCES(13), EBUSY(16), EEXIST(
            17),
    ENODEV(19), ENOTDIR(20), EISDIR(21), EINVAL(22), EFBIG(27), ENOSPC(28), EROFS(30), EPIPE(32), EDOM(
            33),
    ERANGE(34), ENOSYS(38), ENOTEMPTY(39), EOVERFLOW(75), EOPNOTSUPP(95), ETIMEDOUT(
            110),
    ECONNREFUSED(111), EHOSTUNREACH(113), EALREADY(114), ESTALE(116), ECANCELED(125);

    private final int number;

    Errno(int number) {
        this.number = number;
    }

    /** The positive number. */
    public int number() {
        return number;
    }

    /** The name of the error of a status: {@code EINVAL} for -22, {@code E1234} for a number without a name. */
    public static String nameOf(int status) {
        int n = Math.abs(status);
        for (Errno e : values()) {
            if (e.number == n) {
                return e.name();
            }
        }
        return "E" + n;
    }
}
