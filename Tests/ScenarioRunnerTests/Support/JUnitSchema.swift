/// JUnit's XML as Jenkins, GitLab and others describe what they read. `file` and `line` of a test case are what most
/// writers have added to Ant's original.
enum JUnitSchema {
  static let text = """
    <?xml version="1.0" encoding="UTF-8"?>
    <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified">
      <xs:simpleType name="seconds">
        <xs:restriction base="xs:string"><xs:pattern value="[0-9]+(\\.[0-9]+)?"/></xs:restriction>
      </xs:simpleType>
      <xs:complexType name="problem">
        <xs:simpleContent><xs:extension base="xs:string">
          <xs:attribute name="message" type="xs:string"/>
          <xs:attribute name="type" type="xs:string" use="required"/>
        </xs:extension></xs:simpleContent>
      </xs:complexType>
      <xs:element name="testsuites"><xs:complexType>
        <xs:sequence><xs:element ref="testsuite" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
        <xs:attribute name="name" type="xs:string"/>
        <xs:attribute name="time" type="seconds"/>
        <xs:attribute name="tests" type="xs:nonNegativeInteger"/>
        <xs:attribute name="failures" type="xs:nonNegativeInteger"/>
        <xs:attribute name="errors" type="xs:nonNegativeInteger"/>
        <xs:attribute name="skipped" type="xs:nonNegativeInteger"/>
      </xs:complexType></xs:element>
      <xs:element name="testsuite"><xs:complexType>
        <xs:sequence><xs:element ref="testcase" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
        <xs:attribute name="name" type="xs:string" use="required"/>
        <xs:attribute name="tests" type="xs:nonNegativeInteger" use="required"/>
        <xs:attribute name="failures" type="xs:nonNegativeInteger" use="required"/>
        <xs:attribute name="errors" type="xs:nonNegativeInteger" use="required"/>
        <xs:attribute name="skipped" type="xs:nonNegativeInteger"/>
        <xs:attribute name="time" type="seconds"/>
        <xs:attribute name="file" type="xs:string"/>
      </xs:complexType></xs:element>
      <xs:element name="testcase"><xs:complexType>
        <xs:sequence>
          <xs:choice minOccurs="0">
            <xs:element name="skipped"><xs:complexType>
              <xs:attribute name="message" type="xs:string"/>
            </xs:complexType></xs:element>
            <xs:element name="error" type="problem"/>
            <xs:element name="failure" type="problem"/>
          </xs:choice>
          <xs:element name="system-out" type="xs:string" minOccurs="0"/>
          <xs:element name="system-err" type="xs:string" minOccurs="0"/>
        </xs:sequence>
        <xs:attribute name="name" type="xs:string" use="required"/>
        <xs:attribute name="classname" type="xs:string" use="required"/>
        <xs:attribute name="time" type="seconds" use="required"/>
        <xs:attribute name="file" type="xs:string"/>
        <xs:attribute name="line" type="xs:positiveInteger"/>
      </xs:complexType></xs:element>
    </xs:schema>
    """
}
