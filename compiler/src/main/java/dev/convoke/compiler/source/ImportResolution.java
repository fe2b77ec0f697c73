package dev.convoke.compiler.source;

import java.util.List;

/** What became of an import. */
public sealed interface ImportResolution {
    <R> R match(Cases<R> cases);

    /** One function a kind. */
    interface Cases<R> {
        R found(Found found);

        R missing(Missing missing);

        R outside(Outside outside);

        R unreadable(Unreadable unreadable);
    }

    /** The file and its text. */
    record Found(SourceFile file) implements ImportResolution {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.found(this);
        }
    }

    /**
     * There is no such file.
     *
     * @param searched where it was looked for
     * @param others paths that would lead to files, for "did you mean"
     */
    record Missing(String searched, List<String> others) implements ImportResolution {
        public Missing {
            others = List.copyOf(others);
        }

        public Missing(String searched) {
            this(searched, List.of());
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.missing(this);
        }
    }

    /** The path leads out of the folder that all specs must lie in. */
    record Outside(String folder) implements ImportResolution {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.outside(this);
        }
    }

    /** There is something, but no text of it: a folder, a file that may not be read. */
    record Unreadable(String reason) implements ImportResolution {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.unreadable(this);
        }
    }
}
