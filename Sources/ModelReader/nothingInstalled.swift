/// What to do where nothing of FraiseQL is in a database.
package let nothingInstalled =
    "nothing of FraiseQL is installed in this database: `fraiseql db migrate NAME` and `fraiseql db upgrade` install it, "
    + "or `fraiseql db apply` in development"
