using System.Reflection;

namespace Pipeline.UnitTests.Support;

/// <summary>Test vectors kept as text: <c>name = value</c> lines, and a blank line behind every case.</summary>
internal static class VectorFile
{
    /// <summary>Reads all cases of <c>Vectors/{path}.txt</c>.</summary>
    internal static List<VectorCase> Read(string path)
    {
        string resource = $"Vectors/{path}.txt";
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)
            ?? throw new FileNotFoundException("No such vectors.", resource);
        using var reader = new StreamReader(stream);

        var cases = new List<VectorCase>();
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0)
            {
                cases.Add(new VectorCase(values));
                values = new Dictionary<string, string>(StringComparer.Ordinal);
                continue;
            }

            int split = line.IndexOf('=', StringComparison.Ordinal);
            values.Add(line[..split].Trim(), line[(split + 1)..].Trim());
        }

        return cases;
    }
}

/// <summary>One case of a vector file.</summary>
internal sealed class VectorCase(Dictionary<string, string> values)
{
    /// <summary>A value as it stands there.</summary>
    internal string Text(string name) => values[name];

    /// <summary>A value of hexadecimal digits.</summary>
    internal byte[] Bytes(string name) => Convert.FromHexString(values[name]);
}
