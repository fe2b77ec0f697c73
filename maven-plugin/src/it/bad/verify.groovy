String log = new File(basedir, 'build.log').text

assert log.contains('2 problems in specs')
assert log.contains('error[E140]: no layer, block or seq is called `Reluu`')
assert log.contains('first.cnn:3:32')
assert log.contains('second.cnn:3:')
assert log.contains('BUILD FAILURE')
assert !log.contains('fault of the plugin')
assert !new File(basedir, 'target/generated-sources/cnn/org').exists()
