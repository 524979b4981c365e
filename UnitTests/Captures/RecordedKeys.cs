using System.Text.Json;
using Pipeline.Crypto;

namespace Pipeline.UnitTests.Captures;

/// <summary>The key log of a recorded IKEv2 session, in the order in which its daemon derived the keys.</summary>
internal sealed class RecordedKeys
{
    private static readonly string[] SecretNames = ["key exchange secret", "additional key exchange secret"];

    private readonly List<Dictionary<string, byte[]>> _ikeSas = [];
    private readonly List<Dictionary<string, byte[]>> _children = [];
    private readonly List<(string Name, byte[] Value)> _rows = [];
    private int _ikeSasTaken;
    private int _childrenTaken;

    internal RecordedKeys(string path)
    {
        using JsonDocument log = JsonDocument.Parse(File.ReadAllText(path));
        foreach (JsonElement row in log.RootElement.EnumerateArray())
        {
            string name = row.GetProperty("name").GetString()!;
            byte[] value = Convert.FromHexString(row.GetProperty("hex").GetString()!);
            _rows.Add((name, value));
            if (row.GetProperty("group").GetString() == "CHD")
            {
                AddTo(_children, name, value, begins: name is "key exchange secret" || (name.StartsWith("encryption i", StringComparison.Ordinal)
                    && (_children.Count == 0 || _children[^1].ContainsKey(name))));
            }
            else
            {
                // SK_d again without a new secret: a PPK was mixed in.
                AddTo(_ikeSas, name, value, begins: name == "key exchange secret" || (name == "Sk_d secret" && _ikeSas[^1].ContainsKey(name)));
            }
        }
    }

    internal bool HasPpk => _rows.Any(row => row.Name == "PPK");

    internal bool IsUsedUp => _ikeSasTaken == _ikeSas.Count && _childrenTaken == _children.Count;

    internal bool NextIkeSaHasTwoSecrets => _ikeSas[_ikeSasTaken]["additional key exchange secret"].Length > 0;

    internal bool NextChildHasTwoSecrets =>
        _children[_childrenTaken].TryGetValue("additional key exchange secret", out byte[]? secret) && secret.Length > 0;

    internal Dictionary<string, byte[]> TakeIkeSa() => _ikeSas[_ikeSasTaken++];

    internal Dictionary<string, byte[]> TakeChild() => _children[_childrenTaken++];

    internal byte[][] All(string name) => [.. _rows.Where(row => row.Name == name).Select(row => row.Value)];

    internal static SecretBytes[] Secrets(Dictionary<string, byte[]> keys) =>
        [.. SecretNames
            .Where(name => keys.TryGetValue(name, out byte[]? secret) && secret.Length > 0)
            .Select(name => new SecretBytes(keys[name]))];

    private static void AddTo(List<Dictionary<string, byte[]>> blocks, string name, byte[] value, bool begins)
    {
        if (begins)
        {
            blocks.Add([]);
        }

        // A child's integrity keys follow its encryption keys; a child without encryption is not recorded.
        blocks[^1].TryAdd(name, value);
    }
}
