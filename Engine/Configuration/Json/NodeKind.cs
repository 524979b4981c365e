namespace Pipeline.Engine.Configuration.Json;

/// <summary>The kinds of JSON value.</summary>
internal enum NodeKind
{
    /// <summary>Nothing: <c>null</c>.</summary>
    Null,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A number, kept as its text.</summary>
    Number,

    /// <summary>A string.</summary>
    String,

    /// <summary>An array.</summary>
    Array,

    /// <summary>An object.</summary>
    Object,
}
