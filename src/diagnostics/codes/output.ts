/** AH80xx to AH84xx: the output folder. */
export const OUTPUT_CODES = {
  AH8001: {
    severity: 'error',
    title: 'A folder that must not be an output folder',
    cause:
      'Artifacts would be written straight into the root of the disk, a home folder, the project root, a folder that holds the manifest or the project, or the root of a git repository. Generated files and files of people would lie side by side there, and a later run could not tell what it may remove.',
    example: 'apphost-compile publish -o .',
    fix: 'Give a folder of its own: `-o apphost-output`.',
    exit: 5,
  },
  AH8002: {
    severity: 'error',
    title: 'The output path is no folder',
    cause:
      'The output path, or a folder on the way to it, is a file or a link. Links are not followed, because whoever can lay a link into a repository could lead the output anywhere.',
    example: 'ln -s /srv/site apphost-output && apphost-compile publish',
    fix: 'Remove the file or link, or give the folder that the link leads to with `-o`.',
    exit: 5,
  },
  AH8003: {
    severity: 'error',
    title: 'A link, file or folder is in the way',
    cause:
      'Where a generated file is to be written, or a folder on the way to it, there is something else: a link, a device, a folder in place of a file or a file in place of a folder. It is neither followed nor replaced, not even with `--force`.',
    example: 'mkdir -p apphost-output/compose.yaml && apphost-compile publish',
    fix: 'Look at what it is, and move it away.',
    exit: 5,
  },
  AH8004: {
    severity: 'error',
    title: 'The output folder belongs to something else',
    cause:
      'The list in the folder (`.apphost-output.json`) names another application, environment or target. One folder belongs to one of them, since each run removes what it no longer generates.',
    example: 'apphost-compile publish -e staging -o deploy && apphost-compile publish -e production -o deploy',
    fix: 'Give every application, environment and target a folder of its own. If the application or environment was renamed, remove the old folder.',
    exit: 5,
  },
  AH8005: {
    severity: 'error',
    title: 'The list of generated files cannot be read',
    cause:
      '`.apphost-output.json`, or the journal of an interrupted run beside it, is damaged (a merge conflict, perhaps), or was written by another version of apphost-compile. Without it there is no telling whose the files are. Nothing was changed.',
    example: 'echo oops > apphost-output/.apphost-output.json && apphost-compile publish',
    fix: 'Restore the file from version control, or use the version that wrote it. If neither can be had, delete it: files whose content is already right are taken over by the next run, others are reported.',
    exit: 5,
  },
  AH8006: {
    severity: 'error',
    title: 'A generated file was edited',
    cause:
      'The file was written by apphost-compile and has been changed since. Overwriting it would lose the change, so nothing was written.',
    example: 'echo "# mine" >> apphost-output/compose.yaml && apphost-compile publish',
    fix: 'Say in the manifest what the edit was for (the escape hatch `compose:` takes any field), or let `--force` overwrite it. `publish --check` shows the difference.',
    exit: 5,
  },
  AH8007: {
    severity: 'error',
    title: 'A file that somebody else wrote',
    cause:
      'A file is in the place of a generated one, with other content, and the list of generated files does not name it. Nothing was written.',
    example: 'mkdir apphost-output && echo "services: {}" > apphost-output/compose.yaml && apphost-compile publish',
    fix: 'Choose another folder with `-o`, move the file away, or let `--force` overwrite it.',
    exit: 5,
  },
  AH8008: {
    severity: 'error',
    title: 'An outdated file was edited',
    cause:
      'The file was generated once and no longer is, so it would be removed; but it has been changed since. Removing it would lose the change, and leaving it could deploy what is no longer meant to be. Nothing was written.',
    example: '# compose.jobs.yaml was generated and edited; then its last job was removed from the manifest',
    fix: 'Move the file away if it is still needed, delete it if not; `--force` deletes it.',
    exit: 5,
  },
  AH8009: {
    severity: 'warning',
    title: 'Artifacts of an earlier layout',
    cause:
      'Artifacts now go to a folder further down, because the manifest declares several environments or targets, but those of an earlier run still lie above it. Nothing keeps them up to date, and somebody may deploy them.',
    example: '# one target at first: apphost-output/compose.yaml; with two: apphost-output/compose/compose.yaml',
    fix: 'Remove the files that the list (`.apphost-output.json`) in the upper folder names, and the list.',
  },
  AH8101: {
    severity: 'error',
    title: 'A path that cannot be written everywhere',
    cause:
      'The path of a generated file leads out of the output folder, is a device on Windows (`con`, `aux.txt`), has a character that some system has no file names with, or is too long. The output is to be the same on every system.',
    example: 'files: [{ path: /etc/app, source: ./con }]',
    fix: 'Rename the file, or the resource, that it comes from.',
  },
  AH8102: {
    severity: 'error',
    title: 'Two paths that are one on some disks',
    cause:
      'Two generated files differ only in upper and lower case or in how an accent is composed, or one is a folder of the other. On Windows and macOS the second would overwrite the first.',
    example: 'files: [{ path: /etc/app, source: ./folder-with-A.txt-and-a.txt }]',
    fix: 'Rename one of them, or the resource that it comes from.',
  },
  AH8201: {
    severity: 'error',
    title: 'Another run is writing to the folder',
    cause:
      'A lock (`.apphost-output.lock`) says that another process publishes to the same folder at this moment. The lock of a process that has died on this machine is removed without a word; that of another machine is not, since nobody can tell from here.',
    example: 'apphost-compile publish & apphost-compile publish',
    fix: 'Wait for the other run. If it is certain that none is at work, delete the lock.',
    exit: 5,
  },
  AH8202: {
    severity: 'error',
    title: 'An interrupted run has not been completed',
    cause:
      'A run was killed while it moved files into place, and left its journal. Each file is the old or the new one, but not all are of one run, so that comparing them says nothing. `--check` writes nothing, and so does not repair it.',
    example: 'apphost-compile publish --check',
    fix: 'Run `apphost-compile publish`, which completes it.',
    exit: 5,
  },
  AH8203: {
    severity: 'information',
    title: 'An interrupted run was completed',
    cause: 'An earlier run was killed while it moved files into place. What it had begun was finished before this run.',
    example: '# a machine that was switched off during publish',
    fix: 'Nothing is left to do.',
  },
  AH8301: {
    severity: 'error',
    title: 'The disk refused',
    cause:
      'A file or folder could not be read, written or removed; the message names it and what the system said. The output is as it was before.',
    example: 'chmod a-w apphost-output && apphost-compile publish',
    fix: 'Mend what the message says (space, permissions), and run again.',
    exit: 1,
  },
  AH8302: {
    severity: 'error',
    title: 'The disk refused, and the old state could not be restored',
    cause:
      'Files were being moved into place when the disk refused, and it refused to put the old ones back too. Each file is the old or the new one as a whole; a journal says what is still to do.',
    example: '# a disk that fails in the middle of publish',
    fix: 'Mend what the message says (space, permissions), and run `apphost-compile publish` again: it completes the run.',
    exit: 1,
  },
  AH8401: {
    severity: 'warning',
    title: 'A variable of yours has a new default',
    cause:
      'The file is yours to edit, so the value that you gave a variable stays. The default that the manifest gives it has changed since the last run, which may be a reason to change yours.',
    example: '# .env: LOG_LEVEL=debug; the default of log-level in the manifest went from info to warning',
    fix: 'Compare your value with the default in the manifest. The warning comes once per change.',
  },
  AH8402: {
    severity: 'warning',
    title: 'A derived variable does not fit its source',
    cause:
      'The file gives both a variable and another one that is made from it (the same password percent-encoded, for example), and the second is not what the first one makes. It was probably left behind when the first one changed, and would be used with its old value.',
    example: '# .env: PG_PASSWORD=new/one and PG_PASSWORD_URI=old%2Fone',
    fix: 'Set the derived variable anew, or remove its line where the README says that it is optional.',
  },
  AH8403: {
    severity: 'error',
    title: 'A file with variables is not UTF-8',
    cause:
      'The file is merged key by key, because it is yours to edit, and that cannot be done with bytes that are no UTF-8 text. Nothing was written.',
    example: '# .env saved in Latin-1 or UTF-16 by an editor',
    fix: 'Save the file as UTF-8.',
    exit: 5,
  },
  AH8404: {
    severity: 'information',
    title: 'A file with variables has values of its own',
    cause: 'The file is yours to edit, and some variables in it have other values than the manifest gives them.',
    example: '# .env: LOG_LEVEL=debug, where the manifest says info',
    fix: 'Nothing is wrong.',
  },
} as const
