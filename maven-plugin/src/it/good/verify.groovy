String log = new File(basedir, 'build.log').text
File sources = new File(basedir, 'target/generated-sources/cnn')
File resources = new File(basedir, 'target/generated-resources/cnn')
File classes = new File(basedir, 'target/classes')

assert log.contains('3 specs: 3 compiled, 0 unchanged')
assert log.contains('3 specs: 0 compiled, 3 unchanged')
assert log.contains('2 specs: 0 compiled, 2 unchanged, ')
assert log.contains('2 specs: 2 compiled, 0 unchanged, ')
assert log.contains('2 specs: 2 compiled, 0 unchanged\n')
assert log.contains('The parameter numerics is fast or exact')

// The project's own compiler made the class and its scalar kernels, the plugin the vector kernels.
for (name in ['Tiny', 'TinyScalar', 'TinyVector16', 'TinyVector8', 'TinyVector4', 'nets/Second', 'nets/SecondVector16', 'Use']) {
    assert new File(classes, "org/example/${name}.class").file
}
assert !new File(classes, 'org/example/TinyVector16.java').exists()

// Only what the last run made is left.
assert new File(sources, 'org/other/Tiny.java').file
assert new File(sources, 'org/other/TinyScalar.java').file
assert new File(resources, 'org/other/TinyVector16.class').file
assert !new File(sources, 'org/example').exists()
assert !new File(resources, 'org/example').exists()
