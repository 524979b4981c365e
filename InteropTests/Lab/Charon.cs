using System.Diagnostics;

namespace Pipeline.InteropTests.Lab;

/// <summary>strongSwan's daemon in a namespace, with state of its own: Debian's packages, user-space ESP in UDP.</summary>
/// <remarks>
/// Its process id file has a compiled-in place in /run: a private /run lets several daemons run side by side. OpenSSL's plugin comes
/// first, because the first provider of an algorithm wins and it has the fast ones. With 8 threads its control socket never answers: the
/// plugins' own threads take them all.
/// </remarks>
public sealed class Charon : IDisposable
{
    private const string Daemon = "/usr/lib/ipsec/charon";
    private const string Controller = "/usr/sbin/swanctl";

    private const string Plugins = "openssl random nonce aes sha1 sha2 md5 mgf1 hmac kdf xcbc cmac gmp curve25519 chapoly ctr ccm gcm drbg "
        + "pem pkcs1 pkcs8 pkcs7 pkcs12 x509 revocation constraints pubkey kernel-libipsec kernel-netlink socket-default counters updown vici";

    private static readonly string[] Folders =
        ["x509", "x509ca", "x509crl", "private", "rsa", "ecdsa", "pkcs8", "pubkey", "x509aa", "x509ac", "x509ocsp", "pkcs12", "bliss"];

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ControlLimit = TimeSpan.FromSeconds(15);

    private readonly string _directory;
    private readonly Process _process;

    private Charon(string directory, Process process) => (_directory, _process) = (directory, process);

    /// <summary>Everything that the daemon wrote.</summary>
    public string Log => File.Exists(LogFile) ? File.ReadAllText(LogFile) : "";

    private string LogFile => Path.Combine(_directory, "log");

    private string Socket => $"unix://{Path.Combine(_directory, "vici")}";

    /// <summary>Starts it and loads its connections.</summary>
    /// <param name="space">The namespace.</param>
    /// <param name="directory">An empty directory for its files.</param>
    /// <param name="swanctl">Its connection and credentials.</param>
    /// <exception cref="InvalidOperationException">It did not start; the message says all that it wrote.</exception>
    public static Charon Start(NetworkSpace space, string directory, SwanctlFile swanctl)
    {
        WriteFiles(directory, swanctl, Configuration(directory, swanctl.DaemonLines));
        IReadOnlyList<string> line = space.Enter(
        [
            "unshare", "--mount", "sh", "-c", $"mount -t tmpfs tmpfs /run && STRONGSWAN_CONF={directory}/strongswan.conf exec {Daemon}",
        ]);
        var charon = new Charon(directory, Process.Start(new ProcessStartInfo(line[0], line.Skip(1))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!);
        charon._process.OutputDataReceived += (_, _) => { };
        charon._process.ErrorDataReceived += (_, _) => { };
        charon._process.BeginOutputReadLine();
        charon._process.BeginErrorReadLine();
        if (!SpinWait.SpinUntil(() => File.Exists(Path.Combine(directory, "vici")) || charon._process.HasExited, StartLimit)
            || charon._process.HasExited)
        {
            string log = charon.Log;
            charon.Dispose();
            throw new InvalidOperationException($"charon did not start\n{log}");
        }

        FinishedProcess loaded = charon.Control("--load-all", "--noprompt");
        return loaded.ExitCode == 0 ? charon : throw new InvalidOperationException($"{loaded}{charon.Log}");
    }

    /// <summary>Writes strongswan.conf, and all that swanctl looks for.</summary>
    public static void WriteFiles(string directory, SwanctlFile swanctl, string configuration)
    {
        foreach (string folder in Folders)
        {
            Directory.CreateDirectory(Path.Combine(directory, "swanctl", folder));
        }

        File.WriteAllText(Path.Combine(directory, "swanctl", "swanctl.conf"), swanctl.ToString());
        swanctl.Credentials.WriteForSwanctl(Path.Combine(directory, "swanctl"));
        File.WriteAllText(Path.Combine(directory, "strongswan.conf"), configuration);
    }

    /// <summary>Runs swanctl.</summary>
    /// <param name="operation">What it is to do, such as <c>--initiate</c>.</param>
    /// <param name="words">Its arguments, such as <c>--child net</c>.</param>
    public FinishedProcess Control(string operation, params string[] words) => FinishedProcess.Run(
        "env",
        [
            $"SWANCTL_DIR={_directory}/swanctl", $"STRONGSWAN_CONF={_directory}/strongswan.conf", Controller, operation, "--uri", Socket, .. words,
        ],
        ControlLimit);

    /// <summary>Ends it at once, as a crash would: nobody is told.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private static string Configuration(string directory, string more) => $$"""
        charon {
          load_modular = no
          load = {{Plugins}}
          threads = 16
          retransmit_timeout = 2.0
          {{more}}
          filelog {
            log { path = {{directory}}/log
              flush_line = yes
              default = 1
              ike = 2
              cfg = 2
            }
          }
          syslog { daemon { default = -1 } }
          plugins {
            vici { socket = unix://{{directory}}/vici }
            openssl { load_legacy = yes }
          }
        }
        """;
}
