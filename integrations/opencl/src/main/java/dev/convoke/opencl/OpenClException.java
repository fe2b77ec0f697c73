package dev.convoke.opencl;

/** Something about OpenCL that a person can mend: no driver, no device, too little memory. The message says what and how. */
public final class OpenClException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OpenClException(String message) {
        super(message);
    }

    OpenClException(String message, Throwable cause) {
        super(message, cause);
    }
}
