package dev.convoke.opencl;

/** Something about OpenCL that a person can mend: no driver, no device, too little memory. The message says what and how. */
public final class OpenClException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String problem;
    private final String advice;

    OpenClException(String problem) {
        this(problem, "");
    }

    OpenClException(String problem, Throwable cause) {
        this(problem, "", cause);
    }

    OpenClException(String problem, String advice) {
        super(message(problem, advice));
        this.problem = problem;
        this.advice = advice;
    }

    OpenClException(String problem, String advice, Throwable cause) {
        super(message(problem, advice), cause);
        this.problem = problem;
        this.advice = advice;
    }

    private static String message(String problem, String advice) {
        return advice.isEmpty() ? problem : problem + "; " + advice;
    }

    /** What is wrong, without the advice. */
    public String problem() {
        return problem;
    }

    /** What to do about it; empty where the problem says it already. */
    public String advice() {
        return advice;
    }
}
