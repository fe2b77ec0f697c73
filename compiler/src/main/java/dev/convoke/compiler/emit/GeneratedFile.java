package dev.convoke.compiler.emit;

/**
 * A source file that the compiler made.
 *
 * @param path relative to the source folder, with {@code /}
 * @param text its content
 * @param needsVectorModule whether javac takes it only with {@code --add-modules jdk.incubator.vector}
 */
public record GeneratedFile(String path, String text, boolean needsVectorModule) {}
