using System.Text.Json;

namespace Pipeline.UnitTests.Captures;

/// <summary>The key log of a recorded IKEv1 session: of every name the values, in the order in which its daemon derived them.</summary>
internal sealed class RecordedKeysV1
{
    private readonly Dictionary<string, Queue<byte[]>> _values = [];

    internal RecordedKeysV1(string path)
    {
        using JsonDocument log = JsonDocument.Parse(File.ReadAllText(path));
        foreach (JsonElement row in log.RootElement.EnumerateArray())
        {
            string name = row.GetProperty("name").GetString()!;
            if (!_values.TryGetValue(name, out Queue<byte[]>? values))
            {
                _values.Add(name, values = new Queue<byte[]>());
            }

            values.Enqueue(Convert.FromHexString(row.GetProperty("hex").GetString()!));
        }
    }

    /// <summary>True when every secret, key, hash and IV of the log was asked for.</summary>
    internal bool IsUsedUp => _values.Values.All(values => values.Count == 0);

    internal byte[] Take(string name) => _values[name].Dequeue();
}
