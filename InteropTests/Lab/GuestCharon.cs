namespace Pipeline.InteropTests.Lab;

/// <summary>strongSwan's daemon inside the guest: its SAs and policies are the kernel's, so that AH, transport mode and ESN can be had.</summary>
/// <remarks>The guest's root is the host's file system: the daemon is the host's, its files are where the lab wrote them. Its sockets are not.</remarks>
public sealed class GuestCharon : IDisposable
{
    private const string Socket = "unix:///run/vici";

    private const string Plugins = "openssl random nonce aes sha1 sha2 md5 hmac kdf xcbc cmac gmp curve25519 ctr ccm gcm drbg "
        + "pem pkcs1 pkcs8 x509 constraints pubkey kernel-netlink socket-default counters updown vici";

    private readonly Guest _guest;
    private readonly string _directory;

    private GuestCharon(Guest guest, string directory) => (_guest, _directory) = (guest, directory);

    /// <summary>Everything that the daemon wrote.</summary>
    public string Log => File.Exists(LogFile) ? File.ReadAllText(LogFile) : "";

    private string LogFile => Path.Combine(_directory, "log");

    private string Environment => $"SWANCTL_DIR={_directory}/swanctl STRONGSWAN_CONF={_directory}/strongswan.conf";

    /// <summary>Starts it and loads its connections.</summary>
    /// <param name="guest">The guest.</param>
    /// <param name="directory">An empty directory of the host for its files.</param>
    /// <param name="swanctl">Its connection and credentials.</param>
    public static GuestCharon Start(Guest guest, string directory, SwanctlFile swanctl)
    {
        Charon.WriteFiles(directory, swanctl, Configuration(directory));
        var charon = new GuestCharon(guest, directory);

        // The daemon takes ESP out of UDP itself, from the port that this program holds for SAs that are set by hand.
        guest.Run("kill $(cat /run/udp-encapsulation.pid)");
        guest.Run($"rm -f /run/vici /run/charon.pid; {charon.Environment} setsid /usr/lib/ipsec/charon >/dev/null 2>&1 &");
        guest.Run("n=0; while [ ! -S /run/vici ] && [ $n -lt 100 ]; do sleep 0.1; n=$((n+1)); done; [ -S /run/vici ]");
        charon.Control("--load-all --noprompt");
        return charon;
    }

    /// <summary>Runs swanctl in the guest.</summary>
    /// <param name="words">What it is to do, such as <c>--initiate --child net</c>.</param>
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public string Control(string words) => _guest.Run($"{Environment} /usr/sbin/swanctl {words} --uri {Socket}");

    /// <summary>Sends echo requests from the guest, five a second.</summary>
    /// <returns>What <c>ping</c> printed.</returns>
    /// <exception cref="InvalidOperationException">None was answered.</exception>
    public string Ping(string from, string to, int count) => _guest.Run($"ping -q -c {count} -i 0.2 -W 1 -I {from} {to}");

    /// <summary>The kernel's SAs, as <c>ip</c> prints them.</summary>
    public string KernelStates() => _guest.Run("ip xfrm state");

    /// <summary>Ends it, and leaves the guest without SAs and policies.</summary>
    public void Dispose() => _guest.Run(
        "kill -KILL $(cat /run/charon.pid); rm -f /run/charon.pid /run/vici; ip xfrm state flush; ip xfrm policy flush; "
        + $"sleep 0.1; {Requirements.Python} {Path.Combine(AppContext.BaseDirectory, "Lab", "udp-encapsulation.py")}");

    private static string Configuration(string directory) => $$"""
        charon {
          load_modular = no
          load = {{Plugins}}
          install_routes = no
          retransmit_timeout = 1.0
          retransmit_tries = 2
          filelog {
            log { path = {{directory}}/log
              flush_line = yes
              default = 1
            }
          }
          syslog { daemon { default = -1 } }
          plugins { vici { socket = {{Socket}} } }
        }
        """;
}
