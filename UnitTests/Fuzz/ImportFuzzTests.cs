using System.Text;
using Pipeline.Engine.Configuration.Import;
using Pipeline.UnitTests.Engine.Configuration.Import;
using Pipeline.UnitTests.Engine.Configuration.Import.Windows;
using Xunit;

namespace Pipeline.UnitTests.Fuzz;

/// <summary>Whatever is imported: no exception, no secret, and what comes out loads.</summary>
public sealed class ImportFuzzTests
{
    private const string Swanctl = """
        connections { a { version = 1
          local_addrs = 192.0.2.1
          remote_addrs = 198.51.100.1
          proposals = aes128-sha256-modp2048, default
          rekey_time = 4h
          local { auth = psk
            id = a.example.org }
          remote { auth = psk
            id = b.example.org }
          children { c { local_ts = 10.1.0.0/16[tcp/80]
              remote_ts = 10.2.0.0/16, fd00::/8
              esp_proposals = aes128gcm16
              life_time = 2h
              rekey_bytes = 1000
              start_action = trap }
            d { mode = drop
              remote_ts = 10.9.0.0/16[icmp/8] } } } }
        secrets { ike-a { id = b.example.org
          secret = "Xq7Xq7Xq7" } }
        """;

    private const string Ipsec = """
        conn %default
            keyexchange=ikev1
        conn a
            also=b
            left=192.0.2.1
            right=198.51.100.1
            leftsubnet=10.1.0.0/16
            rightsubnet=10.2.0.0/16,10.3.0.0/24
            rightprotoport=udp/53
            auto=start
        conn b
            authby=secret
            ike=aes128-sha1-modp1536
            lifetime=1h
            lifebytes=5000
        """;

    private const string Secrets = "192.0.2.1 : PSK \"Xq7Xq7Xq7\"\n@b : RSA a.pem \"Xq7Xq7Xq7\"\n";

    private static PolicyExport Windows => new PolicyExport().Policy(1, "p", 2, 3).Isakmp(2, 3, (3, 2, 2)).Nfa(3, "r", 4, 5, [1, 2, 3, 4], (1, "Xq7Xq7Xq7"))
        .Negotiation(4, "n", PolicyExport.Secure, (900, 1000, [(3, 2, 2)])).OldFilter(5, "f", PolicyExport.Old("10.0.0.0", "255.0.0.0", "10.2.0.9", "255.255.255.255", 6, 80));

    [Fact]
    public void Mutated_swanctl_files_never_throw_and_load() => Run(Swanctl, ImportFormat.Swanctl, 21, 3000);

    [Fact]
    public void Mutated_ipsec_files_never_throw_and_load() => Run(Ipsec, ImportFormat.Ipsec, 22, 3000);

    [Fact]
    public void Mutated_registry_files_never_throw_and_load() => Run(Windows.ToReg(1), ImportFormat.Windows, 23, 2000);

    [Fact]
    public void Mutated_ldif_never_throws_and_loads() => Run(Windows.ToLdif(), ImportFormat.Windows, 24, 2000);

    [Fact]
    public void Random_characters_never_throw()
    {
        const string Alphabet = " \t\n\r{}=#\":,;[]\\/%@aconnleft0x5";
        var random = new Random(25);
        for (int round = 0; round < 5000; round++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(200)).Select(_ => Alphabet[random.Next(Alphabet.Length)]));
            foreach (ImportFormat format in Enum.GetValues<ImportFormat>())
            {
                ImportedFile.Read(text, format, text);
            }
        }
    }

    private static void Run(string seed, ImportFormat format, int number, int rounds)
    {
        var random = new Random(number);
        int loaded = 0;
        for (int round = 0; round < rounds; round++)
        {
            ImportResult result = ImportedFile.Read(Mutate(seed, random), format, Mutate(Secrets, random));
            Assert.True(result.Json is null == result.Errors.Count > 0);
            if (result.Json is not null)
            {
                ImportedFile.LoadWhoever(result.Json);
                loaded++;
            }
        }

        Assert.InRange(loaded, rounds / 20, rounds);
    }

    private static string Mutate(string text, Random random)
    {
        const string Characters = " \n{}=#\"0159afz,.:/-[]%*@\\";
        var mutated = new StringBuilder(text);
        for (int count = random.Next(4); count > 0; count--)
        {
            int at = random.Next(mutated.Length);
            switch (random.Next(4))
            {
                case 0:
                    mutated[at] = Characters[random.Next(Characters.Length)];
                    break;
                case 1:
                    mutated.Remove(at, Math.Min(random.Next(1, 12), mutated.Length - at));
                    break;
                case 2:
                    mutated.Insert(at, Characters[random.Next(Characters.Length)]);
                    break;
                default:
                    int from = random.Next(text.Length);
                    mutated.Insert(at, text.AsSpan(from, Math.Min(random.Next(1, 40), text.Length - from)));
                    break;
            }
        }

        return mutated.ToString();
    }
}
