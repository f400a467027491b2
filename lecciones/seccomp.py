"""A filter in the kernel that takes away what reading a form never needs (seccomp(2)).

It holds machine code too, which an audit hook of Python does not: a reader that a hostile
file took over can open no connection, start no program, signal no other process and change
no file. Linux on x86_64 and aarch64; elsewhere there is none.

The numbers are the kernel's own (asm/unistd.h of each architecture). The filter refuses by
name and allows the rest: a list of all that libraries need would break with each of them.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
import sys

_PR_SET_NO_NEW_PRIVS = 38
_SECCOMP = {"x86_64": 317, "aarch64": 277}
_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}  # linux/audit.h
_SET_MODE_FILTER, _ALL_THREADS = 1, 1
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _IF_ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_OFFSET_NR, _OFFSET_ARCH, _OFFSET_ARGUMENTS = 0, 4, 16  # struct seccomp_data
_X32 = 0x40000000
_NONE = -1
_CLONE_THREAD = 0x00010000
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC

# name: number on x86_64, on aarch64 (-1 where there is no such call)
_REFUSED: dict[str, tuple[int, int]] = {
    # the network and other processes' mailboxes
    "socket": (41, 198), "connect": (42, 203), "accept": (43, 202), "sendmsg": (46, 211),
    "bind": (49, 200), "listen": (50, 201), "socketpair": (53, 199), "accept4": (288, 242),
    "sendmmsg": (307, 269), "shmget": (29, 194), "shmat": (30, 196), "semget": (64, 190),
    "msgget": (68, 186), "mq_open": (240, 180),
    # other programs and processes
    "fork": (57, _NONE), "vfork": (58, _NONE), "execve": (59, 221), "execveat": (322, 281),
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240), "tkill": (200, 130),
    "pidfd_send_signal": (424, 424), "pidfd_open": (434, 434), "pidfd_getfd": (438, 438),
    # changes to files
    "truncate": (76, 45), "ftruncate": (77, 46), "rename": (82, _NONE), "mkdir": (83, _NONE),
    "rmdir": (84, _NONE), "creat": (85, _NONE), "link": (86, _NONE), "unlink": (87, _NONE),
    "symlink": (88, _NONE), "chmod": (90, _NONE), "fchmod": (91, 52), "chown": (92, _NONE),
    "fchown": (93, 55), "lchown": (94, _NONE), "utime": (132, _NONE), "mknod": (133, _NONE),
    "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7), "removexattr": (197, 14),
    "lremovexattr": (198, 15), "fremovexattr": (199, 16), "utimes": (235, _NONE),
    "mkdirat": (258, 34), "mknodat": (259, 33), "fchownat": (260, 54), "futimesat": (261, _NONE),
    "unlinkat": (263, 35), "renameat": (264, 38), "linkat": (265, 37), "symlinkat": (266, 36),
    "fchmodat": (268, 53), "utimensat": (280, 88), "renameat2": (316, 276),
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "fchmodat2": (452, 452),
    "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265),
    # the machine itself, and wide doors into the kernel
    "personality": (135, 92), "pivot_root": (155, 41), "adjtimex": (159, 171), "chroot": (161, 51),
    "acct": (163, 89), "settimeofday": (164, 170), "mount": (165, 40), "umount2": (166, 39),
    "swapon": (167, 224), "swapoff": (168, 225), "reboot": (169, 142), "sethostname": (170, 161),
    "setdomainname": (171, 162), "iopl": (172, _NONE), "ioperm": (173, _NONE),
    "init_module": (175, 105), "delete_module": (176, 106), "quotactl": (179, 60),
    "clock_settime": (227, 112), "kexec_load": (246, 104), "add_key": (248, 217),
    "request_key": (249, 218), "keyctl": (250, 219), "unshare": (272, 97),
    "perf_event_open": (298, 241), "setns": (308, 268), "finit_module": (313, 273),
    "kexec_file_load": (320, 294), "bpf": (321, 280), "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430),
    "mount_setattr": (442, 442),
}  # fmt: skip
_CLONE, _CLONE3 = (56, 220), (435, 435)
_KILL_CALL, _TGKILL, _PRLIMIT = (62, 129), (234, 131), (302, 261)
_OPEN, _OPENAT, _OPENAT2 = (2, _NONE), (257, 56), (437, 437)

_Instruction = tuple[int, int, int, int]


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def install(*, open_to_write: bool) -> bool:
    """Sets the filter for this process and all its threads, for good; False where it cannot.

    `open_to_write`: whether files may be opened for writing, as where Landlock sees to it
    that none but the null device can be.
    """
    machine = _machine()
    if not machine or not _no_new_privileges():
        return False
    code = b"".join(
        struct.pack("=HBBI", *instruction)
        for instruction in program(machine, os.getpid(), open_to_write=open_to_write)
    )
    wanted = _Program(len(code) // 8, code)
    libc = ctypes.CDLL(None, use_errno=True)
    call = (_SECCOMP[machine], _SET_MODE_FILTER, _ALL_THREADS)
    return bool(libc.syscall(*call, ctypes.byref(wanted)) == 0)


def program(machine: str, pid: int, *, open_to_write: bool) -> list[_Instruction]:
    """The filter as instructions of classic BPF: code, jump if true, jump if false, operand."""
    column = ("x86_64", "aarch64").index(machine)
    code: list[_Instruction] = [
        (_LOAD, 0, 0, _OFFSET_ARCH),
        (_IF_EQUAL, 1, 0, _ARCH[machine]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _OFFSET_NR),
    ]
    if machine == "x86_64":
        code += _refused_if((_IF_AT_LEAST, 0, 1, _X32), errno.ENOSYS)
    for numbers in _REFUSED.values():
        code += _refused(numbers[column])
    code += _refused(_CLONE3[column], errno.ENOSYS)  # its flags lie in memory; libc then uses clone
    code += _checked(_CLONE[column], 0, ((_IF_ANY_BIT, _CLONE_THREAD),))
    code += _checked(_KILL_CALL[column], 0, ((_IF_EQUAL, pid),))
    code += _checked(_TGKILL[column], 0, ((_IF_EQUAL, pid),))
    code += _checked(_PRLIMIT[column], 0, ((_IF_EQUAL, 0), (_IF_EQUAL, pid)))
    if not open_to_write:
        code += _refused(_OPENAT2[column], errno.ENOSYS)
        code += _checked(_OPEN[column], 1, ((_IF_ANY_BIT, _WRITING),), allow=False)
        code += _checked(_OPENAT[column], 2, ((_IF_ANY_BIT, _WRITING),), allow=False)
    return [*code, (_RETURN, 0, 0, _ALLOW)]


def _refused(number: int, error: int = errno.EPERM) -> list[_Instruction]:
    return [] if number == _NONE else _refused_if((_IF_EQUAL, 0, 1, number), error)


def _refused_if(test: _Instruction, error: int) -> list[_Instruction]:
    return [test, (_RETURN, 0, 0, _ERRNO | error)]


def _checked(
    number: int, argument: int, tests: tuple[tuple[int, int], ...], *, allow: bool = True
) -> list[_Instruction]:
    """A call that is allowed (or refused) where one of the tests holds for an argument."""
    if number == _NONE:
        return []
    # The lower half of each argument: flags and process numbers fit in it on both machines.
    body: list[_Instruction] = [(_LOAD, 0, 0, _OFFSET_ARGUMENTS + 8 * argument)]
    body += [(kind, len(tests) - at, 0, value) for at, (kind, value) in enumerate(tests)]
    refusal = _ERRNO | errno.EPERM
    body += [(_RETURN, 0, 0, refusal if allow else _ALLOW)]
    body += [(_RETURN, 0, 0, _ALLOW if allow else refusal)]
    return [(_IF_EQUAL, 0, len(body), number), *body]


def _machine() -> str:
    known = sys.platform == "linux" and sys.maxsize > 2**32
    name = os.uname().machine if known else ""
    return name if name in _ARCH else ""


def _no_new_privileges() -> bool:
    return bool(ctypes.CDLL(None).prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0)
