package io.reeve.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** The words in which a user is told why a file cannot be used. */
final class FileProblem {
    private FileProblem() {}

    static String of(Exception failure) {
        return switch (failure) {
            case NoSuchFileException _ -> "there is no such file or folder";
            case AccessDeniedException _ -> "permission denied";
            case FileSystemException e when e.getReason() != null -> e.getReason();
            default -> failure.getMessage() == null ? "it cannot be used" : failure.getMessage();
        };
    }
}
